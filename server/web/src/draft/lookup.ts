import type { BracketView, DraftView } from "../contract";
import { t } from "../i18n/i18n.svelte";

export function bracketsById(view: Pick<DraftView, "brackets">): ReadonlyMap<string, BracketView> {
  return new Map(view.brackets.map((bracket) => [bracket.id, bracket]));
}

/** A delegation as it is read: the server names the chair's in English. */
export function delegationName(delegation: string): string {
  return delegation === "Chair" ? t("role-chair") : delegation;
}

/** Who somebody is, in a line. Who speaks for nobody else stands for their own name once. */
export function signature(name: string, delegation: string): string {
  return [...new Set([name, delegationName(delegation)])].filter((part) => part !== "").join(", ");
}

/** The number of a place without its full stop, as one says it: `8`, `Alt 9`. */
export function spoken(label: string): string {
  return label.replace(/[.．]$/, "");
}
