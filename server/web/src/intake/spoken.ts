import { i18n, t } from "../i18n/i18n.svelte";
import type { Finding, Left } from "./types";

/** What is a number among the values of a finding; the others are words, even when they look like one. */
const NUMBERS = new Set([
  "begun_column",
  "begun_line",
  "column",
  "count",
  "limit",
  "line",
  "more",
  "paragraphs",
  "sources",
]);

/** The sentences of a finding in the language of the page; those of the server, in English, where the page has no words for its code. */
export function spoken(finding: Finding): { message: string; hint: string; isOwn: boolean } {
  const kind = "more" in finding.values ? "more" : finding.code;
  if (!i18n.has(`finding-${kind}`)) return { message: finding.message, hint: finding.hint, isOwn: false };
  const values = Object.fromEntries(
    Object.entries(finding.values).map(([name, value]) => [name, NUMBERS.has(name) ? Number(value) : value]),
  );
  const [message, hint] = [t(`finding-${kind}`, values), t(`finding-${kind}-hint`, values)];
  const times = Number(finding.values.times ?? 1);
  return { message: times > 1 ? t("intake-times", { message, times }) : message, hint, isOwn: true };
}

/** The same of what a second version leaves; an act or a decision that was refused is told as everywhere. */
export function spokenOfLeft(left: Left): { message: string; hint: string; isOwn: boolean } {
  // That an act found no place names no words.
  const isNamed = left.code !== "no-place" || "words" in left.values;
  if (isNamed && i18n.has(`left-${left.code}`)) {
    return { message: t(`left-${left.code}`, left.values), hint: "", isOwn: true };
  }
  if (!i18n.has(`refusal-${left.code}`)) return { message: left.message, hint: left.hint, isOwn: false };
  return { message: t(`refusal-${left.code}`), hint: t(`refusal-${left.code}-hint`), isOwn: true };
}
