import type { AlternativeView, BracketView, DraftView } from "../contract";
import { i18n, t } from "../i18n/i18n.svelte";
import { versionLabel } from "./alternatives";
import { branchesOf, isChoice } from "./choices";
import { spoken } from "./lookup";

/** What people call something that positions are taken on. */
export interface SubjectTitle {
  name: string;
  place: string;
  words: string;
  /** Branches or versions, by what a voice calls them. */
  versions: ReadonlyMap<string, string>;
}

export function subjectTitles(view: DraftView): ReadonlyMap<string, SubjectTitle> {
  const brackets = view.brackets.map((bracket) => {
    const at = bracket.place === "" ? "" : t("at-place", { place: spoken(bracket.place) });
    const place = bracket.wholeDraft ? t("whole-draft-short") : at;
    const name = t("bracket-name", { number: i18n.number(bracket.number) });
    const words = bracket.wholeDraft ? "" : `[${bracket.words || "…"}]`;
    return [bracket.id, { name, place, words, versions: named(branchVersions(bracket)) }] as const;
  });
  const sets = view.alternatives.map((set) => {
    const name = t("alternative-name", { label: set.label });
    return [set.id, { name, place: "", words: "", versions: named(alternativeVersions(view, set)) }] as const;
  });
  return new Map<string, SubjectTitle>([...brackets, ...sets]);
}

/** The branches of a choice and "no text", as a position names them. */
export function branchVersions(bracket: BracketView): { value: string; name: string }[] {
  if (!isChoice(bracket)) return [];
  const branches = branchesOf(bracket).map(({ index, words }) => ({ value: String(index), name: words }));
  return [...branches, { value: "none", name: t("pick-none") }];
}

/** The versions of a set, as a position names them. */
export function alternativeVersions(view: DraftView, set: AlternativeView): { value: string; name: string }[] {
  return [null, ...set.variants].map((variant) => ({
    value: variant ?? "base",
    name: versionLabel(view, set, variant),
  }));
}

function named(versions: readonly { value: string; name: string }[]): ReadonlyMap<string, string> {
  return new Map(versions.map(({ value, name }) => [value, name]));
}
