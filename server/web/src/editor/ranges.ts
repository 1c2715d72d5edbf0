import type { Node } from "prosemirror-model";

/** Where a bracket stands in the editor's document. */
export interface BracketRange {
  id: string;
  /** Position before the opening edge, or null if it is not visible. */
  open: number | null;
  /** Position before the closing edge. */
  close: number | null;
  /** Positions before the lines between branches. */
  ors: number[];
  /** The words between the edges, one range for each paragraph. Brackets may cross: each has its own ranges. */
  inner: { from: number; to: number }[];
}

/** Every bracket that has an edge in the document. */
export function bracketRanges(doc: Node): Map<string, BracketRange> {
  const ranges = new Map<string, BracketRange>();
  const running = new Map<string, number>();
  const rangeOf = (id: string): BracketRange => {
    let range = ranges.get(id);
    if (range === undefined) {
      range = { id, open: null, close: null, ors: [], inner: [] };
      ranges.set(id, range);
    }
    return range;
  };
  const push = (id: string, from: number, to: number) => {
    if (to > from) rangeOf(id).inner.push({ from, to });
  };
  doc.descendants((node, pos) => {
    if (node.type.name !== "paragraph") return true;
    for (const id of running.keys()) running.set(id, pos + 1);
    node.forEach((child, offset) => {
      const at = pos + 1 + offset;
      const name = child.type.name;
      if (name !== "open" && name !== "close" && name !== "or") return;
      const id = String(child.attrs.id);
      const range = rangeOf(id);
      if (name === "or") range.ors.push(at);
      if (name === "open") {
        range.open = at;
        running.set(id, at + child.nodeSize);
      }
      if (name === "close") {
        range.close = at;
        const from = running.get(id);
        if (from !== undefined) push(id, from, at);
        running.delete(id);
      }
    });
    const end = pos + 1 + node.content.size;
    for (const [id, from] of running) push(id, from, end);
    return false;
  });
  // An opening edge whose other half is not here encloses nothing that could be shown.
  for (const id of running.keys()) rangeOf(id).inner = [];
  return ranges;
}

/** The innermost bracket around `pos`, by the latest opening edge before it. */
export function bracketAround(ranges: ReadonlyMap<string, BracketRange>, pos: number): string | null {
  let best: BracketRange | null = null;
  for (const range of ranges.values()) {
    if (range.open === null || range.close === null) continue;
    if (range.open >= pos || range.close < pos) continue;
    if (best === null || range.open > (best.open ?? 0)) best = range;
  }
  return best?.id ?? null;
}

/** Depths beyond the palette begin again at its first colour. */
export function paletteStep(depth: number): number {
  return ((Math.max(1, depth) - 1) % 6) + 1;
}
