import type { Node } from "prosemirror-model";
import type { Point } from "../contract";
import type { DecidedAttrs } from "./schema";

/**
 * Positions of the editor against points of the core.
 *
 * Both count text in UTF-16 units and an anchor as 1; they part at a hidden range, which is 1 for the editor and `len`
 * for the core, and at the numbering: the editor's positions run through the document, a point is within its paragraph.
 */

/** The length of a child of a paragraph, in units of the core. */
export function unitsOf(child: Node): number {
  if (child.isText) return child.nodeSize;
  return child.type.name === "decided" ? (child.attrs as DecidedAttrs).len : 1;
}

/** The core's offset of `offset` in the content of `paragraph`. */
export function toUnits(paragraph: Node, offset: number): number {
  let units = 0;
  let left = offset;
  for (let index = 0; index < paragraph.childCount && left > 0; index++) {
    const child = paragraph.child(index);
    if (child.isText) units += Math.min(left, child.nodeSize);
    else units += unitsOf(child);
    left -= child.nodeSize;
  }
  return units;
}

/** The offset in the content of `paragraph` of the core's offset `units`. A point inside a hidden range stands before it. */
export function fromUnits(paragraph: Node, units: number): number {
  let offset = 0;
  let left = units;
  for (let index = 0; index < paragraph.childCount && left > 0; index++) {
    const child = paragraph.child(index);
    const size = unitsOf(child);
    if (child.isText) offset += Math.min(left, size);
    else if (left >= size) offset += child.nodeSize;
    else return offset;
    left -= size;
  }
  return offset;
}

export function lengthInUnits(paragraph: Node): number {
  return toUnits(paragraph, paragraph.content.size);
}

const indexes = new WeakMap<Node, Map<string, number>>();

/** Where each paragraph of `doc` begins: its identity to the position before it. */
export function paragraphPositions(doc: Node): Map<string, number> {
  const known = indexes.get(doc);
  if (known !== undefined) return known;
  const index = new Map<string, number>();
  doc.descendants((node, pos) => {
    if (node.type.name !== "paragraph") return true;
    index.set(String(node.attrs.id), pos);
    return false;
  });
  indexes.set(doc, index);
  return index;
}

/** The point of the core at a position, or null between paragraphs. */
export function pointAt(doc: Node, pos: number): Point | null {
  const $pos = doc.resolve(pos);
  if ($pos.parent.type.name !== "paragraph") return null;
  return { paragraph: String($pos.parent.attrs.id), at: toUnits($pos.parent, $pos.parentOffset) };
}

/** The position of a point of the core, or null if its paragraph is not here. */
export function positionOf(doc: Node, point: Point): number | null {
  const start = paragraphPositions(doc).get(point.paragraph);
  if (start === undefined) return null;
  const paragraph = doc.nodeAt(start);
  return paragraph === null ? null : start + 1 + fromUnits(paragraph, point.at);
}
