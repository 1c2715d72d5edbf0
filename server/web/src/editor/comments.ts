import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { CommentPlace, Thread } from "../contract";
import { rangesOf } from "./brackets";
import { paragraphPositions, positionOf } from "./units";

const key = new PluginKey<DecorationSet>("comments");
const THREADS = "adref$threads";

/** What somebody is about to comment on. */
export interface Commenting {
  place: CommentPlace;
  words: string;
}

interface Marked {
  threads: readonly Thread[];
  current: string | null;
}

export function withThreads(tr: Transaction, threads: readonly Thread[], current: string | null): Transaction {
  return tr.setMeta(THREADS, { threads, current } satisfies Marked);
}

/** Marks what was commented on. Between two readings of the threads the marks move with the text. */
export function commentsPlugin(onSelect: (thread: string) => void): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, marks) {
        const marked = tr.getMeta(THREADS) as Marked | undefined;
        if (marked !== undefined) return DecorationSet.create(tr.doc, commentMarks(tr.doc, marked));
        return tr.docChanged ? marks.map(tr.mapping, tr.doc) : marks;
      },
    },
    props: {
      decorations: (state) => key.getState(state),
      handleClick(_view, _pos, event) {
        const target = event.target instanceof Element ? event.target.closest<HTMLElement>(".commented") : null;
        // A bracket's sign opens the life of the bracket, also where it was commented on.
        if (target?.dataset.thread !== undefined && (event.target as Element).closest(".anchor, .decided") === null) {
          onSelect(target.dataset.thread);
        }
        return false;
      },
    },
  });
}

/** Threads that are resolved leave the text as it is, unless one of them is looked at. */
export function commentMarks(doc: Node, { threads, current }: Marked): Decoration[] {
  const marks: Decoration[] = [];
  for (const thread of threads) {
    const isCurrent = thread.id === current;
    if (thread.resolved && !isCurrent) continue;
    const look = `for-${thread.audience}${isCurrent ? " is-current" : ""}`;
    const attributes = { "data-thread": thread.id };
    const { kind, paragraph, bracket, from, to } = thread.place;
    if (kind === "words" && paragraph !== null && from !== null && to !== null) {
      const start = positionOf(doc, { paragraph, at: from });
      const end = positionOf(doc, { paragraph, at: to });
      if (start === null || end === null || start >= end) continue;
      marks.push(Decoration.inline(start, end, { class: `commented ${look}`, ...attributes }));
    } else if (kind === "bracket" && bracket !== null) {
      for (const { from, to } of rangesOf(doc).get(bracket)?.inner ?? []) {
        marks.push(Decoration.inline(from, to, { class: `commented ${look}`, ...attributes }));
      }
    } else if (kind === "paragraph" && paragraph !== null) {
      const pos = paragraphPositions(doc).get(paragraph);
      const node = pos === undefined ? null : doc.nodeAt(pos);
      if (pos === undefined || node === null) continue;
      marks.push(Decoration.node(pos, pos + node.nodeSize, { class: `commented-paragraph ${look}` }));
    }
  }
  return marks;
}
