import type { DraftView } from "../contract";
import { lengthOf } from "./lookup";

/** The run of words that ends where a bracket begins. */
export interface WordsBefore {
  paragraph: string;
  /** Where the bracket begins, in UTF-16 units; an anchor counts 1. */
  open: number;
  /** Everything since the last anchor before it. */
  words: string;
}

export function wordsBefore(view: Pick<DraftView, "paragraphs">, bracket: string): WordsBefore | null {
  for (const paragraph of view.paragraphs) {
    let at = 0;
    let words = "";
    for (const piece of paragraph.content) {
      if (piece.t === "open" && piece.id === bracket) return { paragraph: paragraph.id, open: at, words };
      words = piece.t === "text" ? words + piece.s : "";
      at += lengthOf(piece);
    }
  }
  return null;
}

/** Where words begin, as the language divides them; signs and spaces are no words. */
export function wordStarts(words: string, language: string): number[] {
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(words);
  return [...segments].filter((segment) => segment.isWordLike).map((segment) => segment.index);
}
