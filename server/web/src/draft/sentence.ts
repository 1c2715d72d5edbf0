import type { BracketView, DraftView, ParagraphView, Piece } from "../contract";
import type { Verdict } from "./choices";
import { hides, HidingScan } from "./hidden";

/** A stretch of a preview. */
export interface Stretch {
  words: string;
  /** `bracket`: in a bracket that is decided; `plain`: around it. */
  part: "plain" | "bracket";
}

export interface Preview {
  /** The first bracket of the sentence that is decided. */
  bracket: string;
  before: Stretch[];
  after: string;
}

/** The sentences that decisions touch, each once: as it stands, and as it would stand after all of them. Whoever decides
 *  shall see the resulting text before it is recorded. */
export function previews(
  view: Pick<DraftView, "paragraphs" | "brackets">,
  verdicts: ReadonlyMap<string, Verdict>,
): Preview[] {
  const now = new Map<string, Standing>(
    view.brackets.map((b) => [b.id, { state: b.state, picked: b.picked, replacement: b.replacement }]),
  );
  const then = new Map(now);
  for (const [id, verdict] of verdicts) then.set(id, outcome(verdict));
  const shown = new Set<string>();
  const found: Preview[] = [];
  for (const bracket of verdicts.keys()) {
    const paragraphs = around(view, bracket);
    const place = paragraphs.map(({ id }) => id).join(" ");
    if (shown.has(place)) continue;
    shown.add(place);
    const content = paragraphs.map((paragraph) => paragraph.content);
    const before = stretches(content, verdicts, now);
    const after = stretches(content, verdicts, then).map((stretch) => stretch.words);
    found.push({ before, after: tidy(after.join("")), bracket });
  }
  return found;
}

type Standing = Pick<BracketView, "state" | "picked"> & { replacement?: string | null };

function outcome(verdict: Verdict): Standing {
  if (typeof verdict !== "string") {
    if ("replace" in verdict) return { state: "replaced", picked: null, replacement: verdict.replace };
    return { state: "picked", picked: verdict.pick };
  }
  return { state: verdict === "keep" ? "kept" : verdict === "delete" ? "deleted" : "open", picked: null };
}

function stretches(
  content: readonly Piece[][],
  marked: ReadonlyMap<string, Verdict>,
  standings: ReadonlyMap<string, Standing>,
): Stretch[] {
  const found: Stretch[] = [];
  const hidden = new Map<string, number | null>();
  for (const [id, standing] of standings) {
    const stays = hides(standing);
    if (stays !== undefined) hidden.set(id, stays);
  }
  const scan = new HidingScan(hidden);
  const inside = new Set<string>();
  const push = (words: string) => {
    const part = inside.size > 0 ? "bracket" : "plain";
    const last = found.at(-1);
    if (last?.part === part) last.words += words;
    else if (words !== "") found.push({ words, part });
  };
  let first = true;
  for (const pieces of content) {
    if (!first && scan.hider === null) push(" ");
    first = false;
    for (const piece of pieces) {
      if (piece.t === "open" && marked.has(piece.id)) inside.add(piece.id);
      // Other words stand where the bracket opens, unless they go with one around.
      const came = piece.t === "open" && scan.hider === null ? (standings.get(piece.id)?.replacement ?? "") : "";
      push(came);
      if (scan.take(piece) === null) push(printed(piece, standings));
      if (piece.t === "close") inside.delete(piece.id);
    }
  }
  return found;
}

/** The paragraphs from the opening to the closing edge. */
function around(view: Pick<DraftView, "paragraphs">, bracket: string): ParagraphView[] {
  const holds = (content: Piece[]) => content.some((p) => p.t !== "text" && p.id === bracket);
  const first = view.paragraphs.findIndex((p) => holds(p.content));
  const last = view.paragraphs.findLastIndex((p) => holds(p.content));
  if (first === -1) return [];
  return view.paragraphs.slice(first, last + 1);
}

function printed(piece: Piece, standings: ReadonlyMap<string, Standing>): string {
  if (piece.t === "text") return piece.s;
  if (piece.t === "note" || piece.t === "split") return "";
  // What divides the branches stays as long as they all do.
  if (piece.t === "or") return "/";
  if ((standings.get(piece.id)?.state ?? "open") !== "open") return "";
  return piece.t === "open" ? "[" : "]";
}

/** Repairs what a removed range leaves at its seams: double spaces, doubled or orphaned punctuation. */
export function tidy(text: string): string {
  return text
    .replace(/[ \t]{2,}/g, " ")
    .replace(/ +([,.;:，。、；：）])/g, "$1")
    .replace(/([,，、])(?=[,，、.。;；])/g, "")
    .trim();
}
