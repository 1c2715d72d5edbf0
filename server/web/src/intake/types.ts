import type { Diagnostic, DraftView } from "../contract";

/** What a file would become; nothing is stored. */
export interface Review {
  /** The name of this result, to be shown when it is to be stored. */
  reviewed: string;
  format: string;
  drafts: Arriving[];
  diagnostics: Finding[];
  version: Version | null;
}

export interface Arriving {
  title: string;
  language: string;
  kind: "draft" | "reference";
  paragraphs: number;
  brackets: number;
  alternatives: number;
  comments: number;
  /** Under which slug it is here already. */
  there: string | null;
  text: DraftView;
}

export interface Finding extends Diagnostic {
  /** The words around the place; empty where there are none. */
  around: string;
  /** What its sentences name; `variant` tells those of one code apart. */
  values: Record<string, string>;
}

/** A new version beside the draft that it is one of. */
export interface Version {
  slug: string;
  title: string;
  language: string;
  paragraphs: Difference[];
  changes: number;
  decisions: number;
  /** The draft is negotiated: the changes are proposals. */
  proposed: boolean;
  left: Left[];
}

export interface Difference {
  what: "same" | "changed" | "new" | "gone";
  label: string | null;
  words: { what: "kept" | "gone" | "new"; words: string }[];
}

export interface Left {
  label: string | null;
  code: string;
  message: string;
  hint: string;
  /** What its sentences name. */
  values: Record<string, string>;
}

/** What was stored. */
export interface Brought {
  drafts: { slug: string; title: string; new: boolean; written: boolean }[];
}

/** The largest file that the server takes, in bytes. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** Differences for reading: paragraphs that are the same are told by their number alone. */
export type Shown = { same: number } | { difference: Difference };

export function gathered(differences: Difference[]): Shown[] {
  const shown: Shown[] = [];
  for (const difference of differences) {
    const last = shown.at(-1);
    if (difference.what !== "same") shown.push({ difference });
    else if (last !== undefined && "same" in last) last.same += 1;
    else shown.push({ same: 1 });
  }
  return shown;
}

export function counted(differences: Difference[]): Record<Difference["what"], number> {
  const counts = { same: 0, changed: 0, new: 0, gone: 0 };
  for (const { what } of differences) counts[what] += 1;
  return counts;
}
