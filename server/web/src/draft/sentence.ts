import type { DraftView, Piece } from "../contract";

/** A stretch of a preview. */
export interface Stretch {
  words: string;
  /** `bracket`: under the question; `plain`: around it. */
  part: "plain" | "bracket";
}

export interface Preview {
  before: Stretch[];
  after: string;
}

const AROUND = 60;

/** The words around a bracket as they stand, and as they would stand after keeping or deleting it. Whoever decides shall
 *  see the resulting sentence before it is recorded. */
export function preview(
  view: Pick<DraftView, "paragraphs" | "brackets">,
  bracket: string,
  decision: "keep" | "delete" | "reopen",
): Preview {
  const states = new Map(view.brackets.map((b) => [b.id, b.state]));
  const outcome = decision === "keep" ? "kept" : decision === "delete" ? "deleted" : "open";
  const now = stretches(view, bracket, (id) => states.get(id) ?? "open");
  const then = stretches(view, bracket, (id) => (id === bracket ? outcome : (states.get(id) ?? "open")));
  const after = then.map((stretch) => stretch.words).join("");
  return {
    before: trim(now),
    after: tidy(
      trim(then, after.length)
        .map((s) => s.words)
        .join(""),
    ),
  };
}

function stretches(view: Pick<DraftView, "paragraphs">, bracket: string, stateOf: (id: string) => string): Stretch[] {
  const found: Stretch[] = [];
  let inside = false;
  const hidden = new Set<string>();
  const push = (words: string, part: Stretch["part"]) => {
    const last = found.at(-1);
    if (last?.part === part) last.words += words;
    else if (words !== "") found.push({ words, part });
  };
  for (const paragraph of around(view, bracket)) {
    if (found.length > 0) push(" ", inside ? "bracket" : "plain");
    for (const piece of paragraph) {
      const own = piece.t !== "text" && piece.id === bracket;
      if (piece.t === "open" && own) inside = true;
      const part = inside ? "bracket" : "plain";
      if (piece.t === "open" && stateOf(piece.id) === "deleted") hidden.add(piece.id);
      if (hidden.size === 0) push(printed(piece, stateOf), part);
      else if (piece.t === "close") hidden.delete(piece.id);
      if (piece.t === "close" && own) inside = false;
    }
  }
  return found;
}

/** The paragraphs from the opening to the closing edge. */
function around(view: Pick<DraftView, "paragraphs">, bracket: string): Piece[][] {
  const holds = (content: Piece[]) => content.some((p) => p.t !== "text" && p.id === bracket);
  const first = view.paragraphs.findIndex((p) => holds(p.content));
  const last = view.paragraphs.findLastIndex((p) => holds(p.content));
  if (first === -1) return [];
  return view.paragraphs.slice(first, last + 1).map((p) => p.content);
}

function printed(piece: Piece, stateOf: (id: string) => string): string {
  if (piece.t === "text") return piece.s;
  if (piece.t === "note") return "";
  if (stateOf(piece.id) !== "open") return "";
  return piece.t === "open" ? "[" : piece.t === "close" ? "]" : "/";
}

/** Keeps the neighbourhood of the bracket only. */
function trim(all: Stretch[], budget = Infinity): Stretch[] {
  if (budget <= AROUND * 2) return all;
  return all.map((stretch, index) => {
    if (stretch.part === "bracket" || stretch.words.length <= AROUND) return stretch;
    const { words } = stretch;
    const first = index === 0;
    const last = index === all.length - 1;
    if (first && last) return stretch;
    if (first) return { ...stretch, words: `…${words.slice(-AROUND)}` };
    if (last) return { ...stretch, words: `${words.slice(0, AROUND)}…` };
    return stretch;
  });
}

/** Repairs what a removed range leaves at its seams: double spaces, doubled or orphaned punctuation. */
export function tidy(text: string): string {
  return text
    .replace(/[ \t]{2,}/g, " ")
    .replace(/ +([,.;:，。、；：）])/g, "$1")
    .replace(/([,，、])(?=[,，、.。;；])/g, "")
    .trim();
}
