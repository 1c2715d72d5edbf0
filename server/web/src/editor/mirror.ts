import type { Node } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import type { Splice } from "../contract";
import type { Room } from "../draft/room.svelte";
import { buildDoc, buildParagraph, surroundings } from "./build";
import { reconciling } from "./look";
import { reconcileOutline } from "./outline";
import { rebase } from "./rebase";
import { reconcileAll } from "./reconcile";
import { paragraphPositions, pointAt } from "./units";

/** Keeps the editor's document equal to what the core holds, paragraph by paragraph. */
export class Mirror {
  /** Paragraphs that are not brought in line yet, because an input method composes in them: it would break off. */
  private readonly held = new Set<string>();

  constructor(
    private readonly view: EditorView,
    private readonly room: Room,
  ) {}

  /** Brings some paragraphs in line with the core. */
  some(paragraphs: readonly string[]): void {
    const around = surroundings(this.room.view);
    const targets: Node[] = [];
    for (const id of paragraphs) {
      const paragraph = this.holds(id) ? null : this.room.paragraph(id);
      if (paragraph !== null) targets.push(buildParagraph(paragraph, around));
    }
    this.reconcile(targets);
  }

  /** Brings everything in line: after a join, a decision, or a change of brackets or structure. */
  all(): void {
    this.room.refresh();
    const doc = buildDoc(this.room.view);
    if (!sameOutline(doc, this.view.state.doc)) {
      const tr = reconciling(this.view.state);
      reconcileOutline(tr, doc);
      this.view.dispatch(tr);
    }
    const targets: Node[] = [];
    doc.descendants((node) => {
      if (node.type.name !== "paragraph") return true;
      if (!this.holds(String(node.attrs.id))) targets.push(node);
      return false;
    });
    this.reconcile(targets);
  }

  /** The composition is over: what was held back is shown. */
  release(): void {
    if (this.view.isDestroyed || this.view.composing || this.held.size === 0) return;
    const held = [...this.held];
    this.held.clear();
    this.some(held);
  }

  /** A splice as the core must hear it, if the core is ahead of the screen in that paragraph. */
  carry(splice: Splice): Splice {
    if (!this.held.has(splice.paragraph)) return splice;
    const { doc } = this.view.state;
    const pos = paragraphPositions(doc).get(splice.paragraph);
    const shown = pos === undefined ? null : doc.nodeAt(pos);
    const paragraph = this.room.paragraph(splice.paragraph);
    if (shown === null || paragraph === null) return splice;
    return rebase(splice, shown, buildParagraph(paragraph, surroundings(this.room.view)));
  }

  private reconcile(targets: readonly Node[]): void {
    const tr = reconciling(this.view.state);
    reconcileAll(tr, targets);
    if (tr.docChanged) this.view.dispatch(tr);
  }

  private holds(id: string): boolean {
    const { state, composing } = this.view;
    const here = composing && pointAt(state.doc, state.selection.head)?.paragraph === id;
    if (here) this.held.add(id);
    return here;
  }
}

/** Whether two documents have the same paragraphs in the same order. */
function sameOutline(a: Node, b: Node): boolean {
  const [first, second] = [paragraphPositions(a), paragraphPositions(b)];
  if (first.size !== second.size) return false;
  const others = second.keys();
  return [...first.keys()].every((id) => id === others.next().value);
}
