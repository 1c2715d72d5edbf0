import type { AlternativeView, DraftView, ParagraphView } from "../contract";

type Paragraphs = Pick<DraftView, "paragraphs" | "alternatives">;

/** A set of alternatives as it lies in the text. */
export interface Group {
  set: AlternativeView;
  /** The rail that it runs along; sets that overlap have different ones. */
  lane: number;
  /** First and last paragraph, sub-items included, in reading order. */
  first: number;
  last: number;
}

/** The groups in reading order. `Alt 10+11` and `Alt 11A` overlap at 11: each set runs along a lane of its own. */
export function groups(view: Paragraphs): Group[] {
  const places = new Map(view.paragraphs.map((p, index) => [p.id, index]));
  const found: Group[] = [];
  for (const set of view.alternatives) {
    const members = [...set.base, ...set.variants].map((id) => places.get(id)).filter((place) => place !== undefined);
    if (members.length === 0) continue;
    const first = Math.min(...members);
    let last = Math.max(...members);
    while (isUnder(view.paragraphs, last + 1, members)) last += 1;
    found.push({ set, lane: 0, first, last });
  }
  found.sort((a, b) => a.first - b.first || b.last - a.last);
  const laneEnds: number[] = [];
  for (const group of found) {
    const free = laneEnds.findIndex((end) => end < group.first);
    group.lane = free === -1 ? laneEnds.length : free;
    laneEnds[group.lane] = group.last;
  }
  return found;
}

function isUnder(paragraphs: readonly ParagraphView[], index: number, members: number[]): boolean {
  const parent = paragraphs[index]?.parent ?? null;
  if (parent === null) return false;
  const at = paragraphs.findIndex((p) => p.id === parent);
  return members.includes(at) || isUnder(paragraphs, at, members);
}

/** The paragraphs that become moot if `variant` of `set` is chosen (`null` chooses the base): choosing `Alt 10+11` makes
 *  10, 11, 11A and 11B moot, since the set of 11 then has nothing left to be an alternative to. */
export function mootedBy(view: Paragraphs, set: AlternativeView, variant: string | null): string[] {
  const moot = new Set(set.variants.filter((id) => id !== variant));
  if (variant !== null) {
    for (const id of set.base) moot.add(id);
    const gone = view.alternatives.filter((other) => other.id !== set.id && other.base.every((id) => moot.has(id)));
    for (const id of gone.flatMap((other) => other.variants)) if (id !== variant) moot.add(id);
  }
  for (const { id, parent } of view.paragraphs) if (parent !== null && moot.has(parent)) moot.add(id);
  return view.paragraphs.filter((p) => moot.has(p.id)).map((p) => p.id);
}

/** Whether another choice has left an open set without a base: there is nothing to choose in it any more. */
export function isOvertaken(view: Paragraphs, set: AlternativeView): boolean {
  const moot = new Set(view.paragraphs.filter((p) => p.standing === "moot").map((p) => p.id));
  return set.state === "open" && set.base.every((id) => moot.has(id));
}

/** The label of one version of a set: its base or a variant. */
export function versionLabel(view: Paragraphs, set: AlternativeView, variant: string | null): string {
  if (variant === null) return set.label;
  return view.paragraphs.find((p) => p.id === variant)?.label ?? "";
}

/** Whether a version stands, given what was chosen (`base`, a variant, or nothing yet). */
export function isChosen(set: AlternativeView, variant: string | null): boolean {
  return set.state === "decided" && set.chosen === (variant ?? "base");
}
