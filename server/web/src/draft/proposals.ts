import type { DraftView, ParagraphView } from "../contract";
import { lengthOf } from "./lookup";

type Paragraphs = Pick<DraftView, "paragraphs">;

/** Whether a paragraph stands in the run of the text: not in a table, no note. */
export function isPlaced(view: Paragraphs, paragraph: ParagraphView): boolean {
  if (["table", "headRow", "row", "cell", "note"].includes(paragraph.kind)) return false;
  const parent = view.paragraphs.find((p) => p.id === paragraph.parent);
  return parent === undefined || isPlaced(view, parent);
}

/** The paragraphs beside one, itself included, in reading order; those that were proposed and not taken in left out. */
export function siblings(view: Paragraphs, paragraph: ParagraphView): ParagraphView[] {
  return view.paragraphs.filter(
    (p) => p.parent === paragraph.parent && (p.id === paragraph.id || p.standing !== "gone"),
  );
}

/** The paragraph that follows one at its depth, if they can be merged. */
export function nextOf(view: Paragraphs, id: string): ParagraphView | undefined {
  const paragraph = view.paragraphs.find((p) => p.id === id);
  if (paragraph === undefined) return undefined;
  const beside = siblings(view, paragraph);
  const next = beside[beside.findIndex((p) => p.id === id) + 1];
  return next !== undefined && isPlaced(view, next) ? next : undefined;
}

/** The paragraph behind which one comes to stand when it goes one place up or down: null for the beginning of the draft,
 *  undefined when it cannot go there. */
export function neighbourTarget(view: Paragraphs, id: string, direction: -1 | 1): string | null | undefined {
  const paragraph = view.paragraphs.find((p) => p.id === id);
  if (paragraph === undefined) return undefined;
  const beside = siblings(view, paragraph);
  const at = beside.findIndex((p) => p.id === id);
  if (direction > 0) return beside[at + 1]?.id;
  return at === 0 ? undefined : (beside[at - 2]?.id ?? paragraph.parent);
}

/** The paragraph behind which one stands now: its parent when it is the first there, null for the beginning of the draft. */
export function standsBehind(view: Paragraphs, id: string): string | null {
  const paragraph = view.paragraphs.find((p) => p.id === id);
  if (paragraph === undefined) return null;
  const beside = siblings(view, paragraph);
  return beside[beside.findIndex((p) => p.id === id) - 1]?.id ?? paragraph.parent;
}

/** Whether a paragraph is one of several versions. */
export function inAlternatives(view: Paragraphs, paragraph: ParagraphView): boolean {
  if (paragraph.variantOf !== null || paragraph.baseOf.length > 0) return true;
  const parent = view.paragraphs.find((p) => p.id === paragraph.parent);
  return parent !== undefined && inAlternatives(view, parent);
}

/** A paragraph and everything under it. */
export function subtree(view: Paragraphs, id: string): Set<string> {
  const inside = new Set([id]);
  for (const p of view.paragraphs) if (p.parent !== null && inside.has(p.parent)) inside.add(p.id);
  return inside;
}

/** The paragraphs behind which another can be moved. */
export function targets(view: Paragraphs, id: string): ParagraphView[] {
  const own = subtree(view, id);
  return view.paragraphs.filter((p) => !own.has(p.id) && p.standing !== "gone" && isPlaced(view, p));
}

/** The runs that a new version may replace: a paragraph alone, and with those that follow it. */
export function runs(view: Paragraphs, id: string): ParagraphView[][] {
  const first = view.paragraphs.find((p) => p.id === id);
  if (first === undefined) return [];
  const beside = siblings(view, first).filter((p) => p.variantOf === first.variantOf && isPlaced(view, p));
  const at = beside.findIndex((p) => p.id === id);
  const rest = beside.slice(at, at + 6).filter((p) => p.kind === first.kind);
  return rest.map((_, index) => rest.slice(0, index + 1));
}

/** The words on either side of a place, in UTF-16 units, an anchor counting one. */
export function halves(paragraph: Pick<ParagraphView, "content">, at: number): [string, string] {
  let [before, after, seen] = ["", "", 0];
  for (const piece of paragraph.content) {
    const length = lengthOf(piece);
    if (piece.t === "text") {
      const here = Math.min(Math.max(at - seen, 0), length);
      before += piece.s.slice(0, here);
      after += piece.s.slice(here);
    }
    seen += length;
  }
  return [before, after];
}
