import type { BracketView, DraftView, ParagraphView, Piece } from "../contract";
import { t } from "../i18n/i18n.svelte";
import { directory } from "./directory.svelte";

export function bracketsById(view: Pick<DraftView, "brackets">): ReadonlyMap<string, BracketView> {
  return new Map(view.brackets.map((bracket) => [bracket.id, bracket]));
}

/** A delegation as it is read, in the reader's language: the server keeps one name of each. */
export function delegationName(delegation: string): string {
  const name = directory.name(delegation);
  return name === "Chair" ? t("role-chair") : name;
}

/** Who somebody is, in a line. Who speaks for nobody else stands for their own name once. */
export function signature(name: string, delegation: string): string {
  return [...new Set([name, delegationName(delegation)])].filter((part) => part !== "").join(", ");
}

/** The number of a place without its full stop, as one says it: `8`, `Alt 9`. */
export function spoken(label: string): string {
  return label.replace(/[.．]$/, "");
}

/** The number of a paragraph as one says it, or that it has none. */
export function paragraphName(paragraph: Pick<ParagraphView, "label"> | undefined): string {
  return paragraph?.label ? spoken(paragraph.label) : t("paragraph-without-number");
}

/** The words of a paragraph, without signs. */
export function wordsOf(paragraph: Pick<ParagraphView, "content"> | undefined): string {
  return (paragraph?.content ?? []).map((piece) => (piece.t === "text" ? piece.s : "")).join("");
}

/** The second parts that accepted splits have made of a paragraph. */
export function secondParts(
  paragraph: Pick<ParagraphView, "content">,
): { id: string; label: string | null; words: string }[] {
  return paragraph.content.flatMap((piece, at) =>
    piece.t === "split" && piece.second !== undefined
      ? [{ id: piece.second, label: piece.label, words: wordsOf({ content: paragraph.content.slice(at) }).trim() }]
      : [],
  );
}

/** How much of a paragraph a piece takes up, in UTF-16 units: an anchor counts one. */
export function lengthOf(piece: Piece): number {
  return piece.t === "text" ? piece.s.length : 1;
}

export function excerpt(words: string, length = 90): string {
  return words.length > length ? `${words.slice(0, length)}…` : words;
}
