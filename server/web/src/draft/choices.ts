import type { BracketView, Decision, DraftView, Point } from "../contract";
import { lengthOf } from "./lookup";

/** What the chair makes of a bracket; a branch is counted from 0, and null is "no text". */
export type Verdict = "keep" | "delete" | "reopen" | { pick: number | null } | { replace: string };

export function isChoice(bracket: Pick<BracketView, "branches">): boolean {
  return bracket.branches.length > 1;
}

/** Whether its own delegation lifted it. */
export function isWithdrawn({ state }: Pick<BracketView, "state">): boolean {
  return state === "withdrawn" || state === "retracted";
}

/** The branches that can be picked. One without words lies between two lines that two people drew at one place, or at an
 *  edge: whoever wants it picks "no text". */
export function branchesOf(bracket: BracketView): { index: number; words: string }[] {
  return bracket.branches.map((words, index) => ({ index, words })).filter(({ words }) => words.trim() !== "");
}

/** What a verdict on `bracket` means for `other`, which is decided with it; null when it does not fit there. */
export function verdictFor(bracket: BracketView, other: BracketView, verdict: Verdict): Verdict | null {
  if (typeof verdict === "string" || "replace" in verdict) return verdict;
  if (verdict.pick === null) return isChoice(other) ? verdict : "delete";
  const words = bracket.branches[verdict.pick]?.trim();
  const index = other.branches.findIndex((branch) => branch.trim() === words);
  return index === -1 || !isChoice(other) ? null : { pick: index };
}

export function decisionOn(bracket: BracketView, verdict: Verdict): Decision {
  if (verdict === "keep") return { keepBracket: bracket.id };
  if (verdict === "delete") return { deleteBracket: bracket.id };
  if (verdict === "reopen") return { reopenBracket: bracket.id };
  if ("replace" in verdict) return { replaceBracket: { bracket: bracket.id, words: verdict.replace } };
  return { pickBranch: { bracket: bracket.id, branch: verdict.pick, of: bracket.branches.length } };
}

/** Several decisions as one entry of the record. */
export function together(decisions: readonly Decision[]): Decision | null {
  const [first] = decisions;
  if (first === undefined) return null;
  return decisions.length === 1 ? first : { package: [...decisions] };
}

/** What becomes of the other brackets of one question when one of them is decided: one stays, or none. */
export function verdictBeside(verdict: Verdict): Verdict {
  return verdict === "reopen" ? "reopen" : "delete";
}

/** Where slashes stand among the words of an open bracket that is no choice yet, those of brackets inside left out. One that
 *  begins with a slash is an alternative to the words before it, and no choice by itself. */
export function slashes(view: Pick<DraftView, "paragraphs" | "brackets">, id: string): Point[] {
  const brackets = new Map(view.brackets.map((bracket) => [bracket.id, bracket]));
  const bracket = brackets.get(id);
  if (bracket?.state !== "open" || isChoice(bracket)) return [];
  const found: Point[] = [];
  const inner = new Set<string>();
  let inside = false;
  let begins = false;
  for (const paragraph of view.paragraphs) {
    let at = 0;
    for (const piece of paragraph.content) {
      if (begins && piece.t === "text" && /^[/／]/.test(piece.s)) return [];
      begins = piece.t === "open" && piece.id === id;
      if (piece.t === "text" && inside && inner.size === 0) {
        for (const match of piece.s.matchAll(/[/／]/g)) found.push({ paragraph: paragraph.id, at: at + match.index });
      }
      at += lengthOf(piece);
      if (piece.t === "open" && piece.id === id) inside = true;
      else if (piece.t === "close" && piece.id === id) return found;
      else if (piece.t === "open" && inside && hasSigns(brackets.get(piece.id))) inner.add(piece.id);
      else if (piece.t === "close") inner.delete(piece.id);
    }
  }
  return [];
}

function hasSigns(bracket: BracketView | undefined): boolean {
  return bracket !== undefined && bracket.state !== "kept" && bracket.state !== "withdrawn";
}
