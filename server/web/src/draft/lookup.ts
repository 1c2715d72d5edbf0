import type { BracketView, DraftView } from "../contract";

export function bracketsById(view: Pick<DraftView, "brackets">): ReadonlyMap<string, BracketView> {
  return new Map(view.brackets.map((bracket) => [bracket.id, bracket]));
}

/** The number of a place without its full stop, as one says it: `8`, `Alt 9`. */
export function spoken(label: string): string {
  return label.replace(/[.．]$/, "");
}
