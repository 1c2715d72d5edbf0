import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { splitsPair } from "./surrogates";
import { paragraphPositions } from "./units";

/** The smallest replacement that makes one content of another: positions within the old and the new content. */
export interface Difference {
  from: number;
  oldTo: number;
  newTo: number;
}

/** How the content of two paragraphs differs; null if it does not. Never between the halves of a surrogate pair. */
export function difference(before: Node, after: Node): Difference | null {
  const start = before.content.findDiffStart(after.content);
  if (start === null) return null;
  const end = before.content.findDiffEnd(after.content);
  if (end === null) return null;
  let from = start;
  let { a: oldTo, b: newTo } = end;
  // Common starts and ends may overlap, as from `aa` to `a`.
  const overlap = from - Math.min(oldTo, newTo);
  if (overlap > 0) {
    oldTo += overlap;
    newTo += overlap;
  }
  if (cutsPair(before, from) || cutsPair(after, from)) from -= 1;
  if (cutsPair(before, oldTo) || cutsPair(after, newTo)) {
    oldTo += 1;
    newTo += 1;
  }
  return { from, oldTo, newTo };
}

/** Makes the paragraph at `pos` equal to `target`, touching only what differs, so that carets stay where they are. */
export function reconcileParagraph(tr: Transaction, pos: number, target: Node): boolean {
  const current = tr.doc.nodeAt(pos);
  if (current === null || current.type !== target.type) return false;
  let changed = false;
  if (!current.sameMarkup(target)) {
    tr.setNodeMarkup(pos, null, target.attrs);
    changed = true;
  }
  const diff = difference(current, target);
  if (diff !== null) {
    const slice = target.slice(diff.from, diff.newTo);
    tr.replace(pos + 1 + diff.from, pos + 1 + diff.oldTo, slice);
    changed = true;
  }
  return changed;
}

/** Reconciles several paragraphs by identity; returns those that are not in the document. */
export function reconcileAll(tr: Transaction, targets: readonly Node[]): string[] {
  const missing: string[] = [];
  for (const target of targets) {
    const id = String(target.attrs.id);
    const pos = paragraphPositions(tr.doc).get(id);
    if (pos === undefined) missing.push(id);
    else reconcileParagraph(tr, pos, target);
  }
  return missing;
}

function cutsPair(paragraph: Node, offset: number): boolean {
  let start = 0;
  for (let index = 0; index < paragraph.childCount; index++) {
    const child = paragraph.child(index);
    if (offset > start && offset < start + child.nodeSize) {
      return child.isText && splitsPair(child.text ?? "", offset - start);
    }
    start += child.nodeSize;
  }
  return false;
}
