import type { BracketView, ParagraphView, Piece } from "../contract";

/** The brackets whose words are decided away, each with the branch that stays: null where none does. */
export type Hidden = ReadonlyMap<string, number | null>;

/** A bracket that a place is inside of, and in which of its branches. */
export interface Around {
  id: string;
  branch: number;
}

/** What a bracket hides once it is decided; undefined for nothing. */
export function hides({ state, picked }: Pick<BracketView, "state" | "picked">): number | null | undefined {
  if (["deleted", "retracted", "replaced"].includes(state)) return null;
  return state === "picked" ? picked : undefined;
}

/** What is decided away, as far as both edges of a bracket stand in the text in order. */
export function hiddenBrackets(paragraphs: readonly ParagraphView[], brackets: readonly BracketView[]): Hidden {
  const decided = new Map<string, number | null>();
  for (const bracket of brackets) {
    const kept = hides(bracket);
    if (kept !== undefined) decided.set(bracket.id, kept);
  }
  if (decided.size === 0) return decided;
  const opened = new Set<string>();
  const whole = new Map<string, number | null>();
  for (const paragraph of paragraphs) {
    for (const piece of paragraph.content) {
      if (piece.t === "open" && decided.has(piece.id)) opened.add(piece.id);
      if (piece.t === "close" && opened.has(piece.id)) whole.set(piece.id, decided.get(piece.id) ?? null);
    }
  }
  return whole;
}

/** Follows a text piece by piece, and tells what is hidden. */
export class HidingScan {
  private places: Around[];

  constructor(
    private readonly hidden: Hidden,
    start: readonly Around[] = [],
  ) {
    this.places = start.map((place) => ({ ...place }));
  }

  /** The outermost bracket that hides the words behind the pieces taken so far, or null. */
  get hider(): string | null {
    return this.places.find(({ id, branch }) => this.hidden.get(id) !== branch)?.id ?? null;
  }

  get around(): readonly Around[] {
    return this.places.map((place) => ({ ...place }));
  }

  /** Takes one piece; the outermost bracket that hides it, or null. A line between branches goes with the one that is
   *  not picked, the edges with the branch that they stand at. */
  take(piece: Piece): string | null {
    if (piece.t === "open" && this.hidden.has(piece.id)) this.places.push({ id: piece.id, branch: 0 });
    const before = this.hider;
    if (piece.t === "close") this.places = this.places.filter(({ id }) => id !== piece.id);
    if (piece.t !== "or") return before;
    for (const place of this.places) if (place.id === piece.id) place.branch += 1;
    return before ?? this.hider;
  }
}

/** For each paragraph that begins inside brackets that hide something: which, the outermost first. */
export function hiddenAtStart(paragraphs: readonly ParagraphView[], hidden: Hidden): Map<string, readonly Around[]> {
  const starts = new Map<string, readonly Around[]>();
  if (hidden.size === 0) return starts;
  const scan = new HidingScan(hidden);
  for (const paragraph of paragraphs) {
    const around = scan.around;
    if (around.length > 0) starts.set(paragraph.id, around);
    for (const piece of paragraph.content) scan.take(piece);
  }
  return starts;
}
