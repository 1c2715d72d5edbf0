import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { hunks } from "./hunks";
import { paragraphPositions } from "./units";

/** Makes the paragraph at `pos` equal to `target`, touching only what differs, so that carets stay where they are. */
export function reconcileParagraph(tr: Transaction, pos: number, target: Node): boolean {
  const current = tr.doc.nodeAt(pos);
  if (current === null || current.type !== target.type) return false;
  const changed = hunks(current, target);
  const start = pos + 1;
  for (const { from, to, newFrom, newTo } of changed.toReversed()) {
    tr.replace(start + from, start + to, target.slice(newFrom, newTo));
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
