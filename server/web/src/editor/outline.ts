import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { paragraphPositions } from "./units";

/**
 * Gives a document the blocks of `target` in its order, and leaves alone those that stay: carets keep their places in them, and
 * what was typed there can still be undone. The content of the blocks that stay is not looked at.
 */
export function reconcileOutline(tr: Transaction, target: Node): void {
  const before = blocks(tr.doc);
  const after = blocks(target);
  let head = 0;
  while (head < before.length && head < after.length && before[head]?.key === after[head]?.key) head += 1;
  let tail = 0;
  const most = Math.min(before.length, after.length) - head;
  while (tail < most && before.at(-1 - tail)?.key === after.at(-1 - tail)?.key) tail += 1;
  const stays = new Set(
    common(
      before.slice(head, before.length - tail).map(({ key }) => key),
      after.slice(head, after.length - tail).map(({ key }) => key),
    ),
  );
  // From the end, so that what comes before keeps its place.
  for (const { key, node, pos } of before.slice(head, before.length - tail).reverse()) {
    if (!stays.has(key)) tr.delete(pos, pos + node.nodeSize);
  }
  let pos = before.slice(0, head).reduce((sum, { node }) => sum + node.nodeSize, 0);
  for (const { key, node } of after.slice(head, after.length - tail)) {
    if (!stays.has(key)) tr.insert(pos, node);
    pos += tr.doc.nodeAt(pos)?.nodeSize ?? 0;
  }
}

/** The blocks of a document. A table that has other paragraphs than before is another block. */
function blocks(doc: Node): { key: string; node: Node; pos: number }[] {
  const found: { key: string; node: Node; pos: number }[] = [];
  doc.forEach((node, pos) => {
    const inside = node.type.name === "table" ? [...paragraphPositions(node).keys()].join(" ") : "";
    found.push({ key: `${node.type.name} ${String(node.attrs.id)} ${inside}`, node, pos });
  });
  return found;
}

/** A longest common subsequence; each key stands once in a list. */
function common(a: readonly string[], b: readonly string[]): string[] {
  const places = new Map(b.map((key, at) => [key, at]));
  const both = a.filter((key) => places.has(key));
  // The longest run of rising places: for each length, the key that such a run ends with and comes first in `b`.
  const ends: string[] = [];
  const previous = new Map<string, string | undefined>();
  const place = (key: string | undefined) => (key === undefined ? -1 : (places.get(key) ?? -1));
  for (const key of both) {
    const found = ends.findIndex((end) => place(end) > place(key));
    const length = found === -1 ? ends.length : found;
    previous.set(key, ends[length - 1]);
    ends[length] = key;
  }
  const run: string[] = [];
  for (let key = ends.at(-1); key !== undefined; key = previous.get(key)) run.push(key);
  return run.reverse();
}
