import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { hunks, type Hunk } from "./hunks";
import { paragraphPositions } from "./units";

/** Makes the paragraph at `pos` equal to `target`, touching only what differs, so that carets stay where they are. */
export function reconcileParagraph(tr: Transaction, pos: number, target: Node): boolean {
  const current = tr.doc.nodeAt(pos);
  if (current === null || current.type !== target.type) return false;
  const changed = hunks(current, target);
  const start = pos + 1;
  for (const { from, to, newFrom, newTo } of changed.toReversed()) {
    if (sameWords(current, target, { from, to, newFrom, newTo }))
      restyle(tr, start + from - newFrom, target, newFrom, newTo);
    else tr.replace(start + from, start + to, target.slice(newFrom, newTo));
  }
  if (current.sameMarkup(target)) return changed.length > 0;
  tr.setNodeMarkup(pos, null, target.attrs);
  return true;
}

/** Reconciles several paragraphs by identity; those that are not in the document are left to a structural change. */
export function reconcileAll(tr: Transaction, targets: readonly Node[]): void {
  for (const target of targets) {
    const pos = paragraphPositions(tr.doc).get(String(target.attrs.id));
    if (pos !== undefined) reconcileParagraph(tr, pos, target);
  }
}

/** Whether a part differs in its styles alone. */
function sameWords(current: Node, target: Node, { from, to, newFrom, newTo }: Hunk): boolean {
  const words = (node: Node, start: number, end: number) => node.textBetween(start, end, "", "\ufffc");
  const was = words(current, from, to);
  return was === words(target, newFrom, newTo) && was.length === to - from && !hasAtoms(current, from, to);
}

function hasAtoms(paragraph: Node, from: number, to: number): boolean {
  let atoms = false;
  if (to > from) paragraph.nodesBetween(from, to, (node) => void (atoms ||= !node.isText));
  return atoms;
}

/** Sets styles as `target` has them. Words stay where they are, so who typed them can still undo them. `shift` leads from a
 *  place in `target` to one in the document. */
function restyle(tr: Transaction, shift: number, target: Node, from: number, to: number): void {
  target.nodesBetween(from, to, (node, pos) => {
    const [start, end] = [Math.max(pos, from) + shift, Math.min(pos + node.nodeSize, to) + shift];
    tr.removeMark(start, end);
    for (const mark of node.marks) tr.addMark(start, end, mark);
  });
}
