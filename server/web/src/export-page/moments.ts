import type { BracketView, DraftView, RecordedDecision, WireDecision } from "../contract";
import { paragraphName, spoken } from "../draft/lookup";
import { i18n, t } from "../i18n/i18n.svelte";

/** A moment in the life of a draft, as it is offered. */
export interface OfferedMoment {
  /** As the server reads it: the number of a decision, or a time. */
  value: string;
  name: string;
}

/** The end of each meeting in which something was decided, the last one first. */
export function meetings(record: readonly RecordedDecision[]): OfferedMoment[] {
  const ends = new Map<string, RecordedDecision>();
  for (const entry of record) if (entry.meeting !== "") ends.set(entry.meeting, entry);
  return [...ends.values()]
    .toSorted((a, b) => b.number - a.number)
    .map(({ number, meeting }) => ({ value: String(number), name: t("moment-after-meeting", { meeting }) }));
}

/** Each decision, the last one first. */
export function decisions(record: readonly RecordedDecision[], view: DraftView): OfferedMoment[] {
  const named = record.map(({ number, at, decision }) => ({
    value: String(number),
    name: [i18n.number(number), i18n.date(at), ...about(decision, view)].filter((part) => part !== "").join(" · "),
  }));
  return named.toReversed();
}

/** What was decided, and where. Of a kind that is new to this page nothing is said. */
function about(decision: WireDecision, view: DraftView): string[] {
  const [kind = "", value] = Object.entries(decision)[0] ?? [];
  const field = (name: string) => (value as Record<string, unknown> | null)?.[name];
  const bracket = (id: unknown) => placeOf(view.brackets.find((one) => one.id === id));
  const paragraph = () => t("at-place", { place: paragraphName(view.paragraphs.find((p) => p.id === value)) });
  const set = (id: unknown) => view.alternatives.find((one) => one.id === id)?.label ?? "";
  const proposal = () => view.proposals.find((one) => one.id === value)?.place ?? "";
  const name = (value: unknown) => String(value).replaceAll("_", "-");
  switch (kind) {
    case "keep_bracket":
      return [t("decided-kept"), bracket(value)];
    case "delete_bracket":
      return [t("decided-deleted"), bracket(value)];
    case "reopen_bracket":
      return [t("decided-reopened"), bracket(value)];
    case "replace_bracket":
      return [t("decided-replaced"), bracket(field("bracket"))];
    case "pick_branch":
      return [t(field("branch") === null ? "decided-none" : "decided-picked"), bracket(field("bracket"))];
    case "choose_alternative":
      return [t("decided-choose"), set(field("set"))];
    case "reopen_alternative":
      return [t("decided-reopened"), set(value)];
    case "agree_ad_ref":
      return [t("decided-agree-ad-ref"), paragraph()];
    case "agree":
      return [t("decided-agree"), paragraph()];
    case "suspend":
      return [t("decided-suspend"), paragraph()];
    case "reopen_paragraph":
      return [t("decided-reopened"), paragraph()];
    case "accept_proposal":
      return [t("decided-accept"), proposal()];
    case "reject_proposal":
      return [t("decided-reject"), proposal()];
    case "reopen_proposal":
      return [t("decided-reopened"), proposal()];
    case "set_phase":
      return [t("phase"), t(`phase-${name(value)}`)];
    case "set_label_scheme":
      return [t("label-scheme"), t(`label-scheme-${name(value)}`)];
    case "package": {
      // Its first decision names the place.
      const parts = value as WireDecision[];
      return [
        t("moment-package", { count: parts.length }),
        ...parts.slice(0, 1).flatMap((first) => about(first, view)),
      ];
    }
    default:
      return [];
  }
}

function placeOf(bracket: BracketView | undefined): string {
  if (bracket === undefined) return "";
  const number = i18n.number(bracket.number);
  if (bracket.place === "") return t("bracket-name", { number });
  return t("bracket-place", { number, place: spoken(bracket.place) });
}

/** A time of the server as a field for a time has it: in the zone of whoever looks. Empty when it is none. */
export function asField(value: string): string {
  const at = /^\d+$/.test(value) ? NaN : Date.parse(value);
  if (Number.isNaN(at)) return "";
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What a field for a time has, as the server reads it. */
export function fromField(field: string): string {
  const at = Date.parse(field);
  return Number.isNaN(at) ? "" : new Date(at).toISOString();
}
