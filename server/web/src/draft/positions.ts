import type { PositionsView, Preference, Stance, Subject, SubjectPositions, Voice } from "../contract";

/** In the order in which they are offered. */
export const stances: readonly Stance[] = ["retain", "can-accept", "reserve", "delete"];

export const nobody: PositionsView = { delegations: [], subjects: [], waiting: 0 };

export function positionsOn(view: PositionsView, subject: Subject): SubjectPositions | undefined {
  return view.subjects.find(({ kind, id }) => kind === subject.kind && id === subject.id);
}

/** The name that is kept of the reader's delegation, if it can take positions. */
export function mine(view: PositionsView): string | undefined {
  return view.delegations.find((column) => column.mine)?.name;
}

/** What the reader's delegation says itself; not what a group says for it. */
export function ownVoice(view: PositionsView, on: SubjectPositions | undefined): Voice | undefined {
  const me = mine(view);
  return on?.voices.find(({ delegation, source }) => delegation === me && source === "own");
}

/** The other delegations that support the words of a bracket by their own statement: while there is one, it stays. */
export function supportersBeside(on: SubjectPositions | undefined, delegation: string): string[] {
  const supports = (voice: Voice) => voice.source === "own" && voice.stance === "retain";
  return (on?.voices ?? []).filter((v) => supports(v) && v.delegation !== delegation).map((v) => v.delegation);
}

/** Those without whom there is no consensus, as one names them: a group, and not each member that it speaks for. */
export function blockersOf(on: SubjectPositions): string[] {
  const lent = new Set(on.voices.filter(({ source }) => source === "group").map(({ delegation }) => delegation));
  return on.open ? on.blockers.filter((name) => !lent.has(name)) : [];
}

export interface Speaker {
  voice: Voice;
  /** Of a group: the members that it speaks for here. */
  members: string[];
}

/** Who takes a stance: delegations by name, groups with those they speak for. */
export function speakers(on: SubjectPositions, stance: Stance): Speaker[] {
  const voices = on.voices.filter((voice) => voice.stance === stance);
  const spokenFor = (group: string) =>
    voices.filter((voice) => voice.source === "group" && voice.group === group).map((voice) => voice.delegation);
  return voices
    .filter((voice) => voice.source !== "group")
    .map((voice) => ({ voice, members: spokenFor(voice.delegation) }));
}

/** How many delegations take each stance, members of groups counted, the groups themselves not. */
export function tally(view: PositionsView, on: SubjectPositions): [Stance, number][] {
  const groups = new Set(view.delegations.filter((column) => column.group).map((column) => column.name));
  const count = (stance: Stance) =>
    on.voices.filter((voice) => voice.stance === stance && !groups.has(voice.delegation)).length;
  return stances.map((stance): [Stance, number] => [stance, count(stance)]).filter(([, number]) => number > 0);
}

/** The preference of a voice as an act states it. */
export function preferenceOf(subject: Subject, prefers: string, branches: number): Preference {
  if (subject.kind === "alternatives") return { version: prefers === "base" ? null : prefers };
  return { branch: { branch: prefers === "none" ? null : Number(prefers), of: branches } };
}

export type PositionFilter = "open" | "blocked" | "waits" | "all";

/** The filters that make sense to this reader: nothing waits for one who does not speak. */
export function positionFilters(view: PositionsView): PositionFilter[] {
  return mine(view) === undefined ? ["open", "blocked", "all"] : ["open", "waits", "blocked", "all"];
}

export function filterPositions(view: PositionsView, filter: PositionFilter): SubjectPositions[] {
  const passes = (on: SubjectPositions) => {
    if (filter === "all") return true;
    if (filter === "waits") return on.waits;
    return on.open && (filter === "open" || on.blockers.length > 0);
  };
  return view.subjects.filter(passes);
}
