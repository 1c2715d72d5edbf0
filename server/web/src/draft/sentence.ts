import type { BracketState, DraftView, Piece } from "../contract";

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

/** The paragraph of a bracket as it stands, and as it would stand after keeping or deleting its words, and those of the
 *  brackets that are decided with it. Whoever decides shall see the resulting text before it is recorded. */
export function preview(
  view: Pick<DraftView, "paragraphs" | "brackets">,
  bracket: string,
  decision: "keep" | "delete" | "reopen",
  together: readonly string[] = [],
): Preview {
  const states = new Map<string, BracketState>(view.brackets.map((b) => [b.id, b.state]));
  const before = stretches(view, bracket, states);
  const outcome = decision === "keep" ? "kept" : decision === "delete" ? "deleted" : "open";
  for (const id of [bracket, ...together]) states.set(id, outcome);
  const after = stretches(view, bracket, states).map((stretch) => stretch.words);
  return { before, after: tidy(after.join("")) };
}

function stretches(
  view: Pick<DraftView, "paragraphs">,
  bracket: string,
  states: ReadonlyMap<string, BracketState>,
): Stretch[] {
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
      if (piece.t === "open" && states.get(piece.id) === "deleted") hidden.add(piece.id);
      if (hidden.size === 0) push(printed(piece, states), part);
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

function printed(piece: Piece, states: ReadonlyMap<string, BracketState>): string {
  if (piece.t === "text") return piece.s;
  if (piece.t === "note") return "";
  if ((states.get(piece.id) ?? "open") !== "open") return "";
  return piece.t === "open" ? "[" : piece.t === "close" ? "]" : "/";
}

/** Repairs what a removed range leaves at its seams: double spaces, doubled or orphaned punctuation. */
export function tidy(text: string): string {
  return text
    .replace(/[ \t]{2,}/g, " ")
    .replace(/ +([,.;:，。、；：）])/g, "$1")
    .replace(/([,，、])(?=[,，、.。;；])/g, "")
    .trim();
}
