import { expect, test } from "vitest";
import type { PositionsView, SubjectPositions, Voice } from "../src/contract";
import {
  blockersOf,
  filterPositions,
  mine,
  ownVoice,
  positionFilters,
  preferenceOf,
  speakers,
  supportersBeside,
  tally,
} from "../src/draft/positions";

/** `Northland: retain`, `Westmere: delete through Coast`, `Eastvale: retain by opening`. */
function voice(line: string): Voice {
  const [delegation = "", said = ""] = line.split(": ");
  const [stance = "", how = "", group = null] = said.split(" ");
  const source = how === "through" ? "group" : how === "by" ? "opening" : "own";
  const about = { prefers: null, dissents: false, by: "", at: 0, reason: "" };
  return { delegation, stance: stance as Voice["stance"], source, group: source === "group" ? group : null, ...about };
}

function subject(lines: string[], more: Partial<SubjectPositions> = {}): SubjectPositions {
  const sides = { divided: [], supporters: [], opponents: [], blockers: [] };
  return { kind: "bracket", id: "1", open: true, waits: false, voices: lines.map(voice), ...sides, ...more };
}

function view(subjects: SubjectPositions[], me: string | null = "Northland"): PositionsView {
  const column = (name: string, group = false) => ({ name, code: null, group, members: [], mine: name === me });
  const delegations = [column("Northland"), column("Westmere"), column("Coast", true)];
  return { delegations, subjects, waiting: subjects.filter(({ waits }) => waits).length };
}

const coast = ["Coast: delete", "Westmere: delete through Coast", "Farholm: delete through Coast", "Northland: retain"];

test("a group is told with those that it speaks for", () => {
  const told = speakers(subject(coast), "delete").map(({ voice, members }) => [voice.delegation, ...members]);
  expect(told).toEqual([["Coast", "Westmere", "Farholm"]]);
  expect(speakers(subject(coast), "reserve")).toEqual([]);
});

test("members are counted, groups are not", () => {
  const on = subject(coast);
  expect(tally(view([on]), on)).toEqual([
    ["retain", 1],
    ["delete", 2],
  ]);
});

test("who blocks is named once, and only while it is open", () => {
  const blockers = ["Coast", "Westmere", "Farholm"];
  expect(blockersOf(subject(coast, { blockers }))).toEqual(["Coast"]);
  expect(blockersOf(subject(coast, { blockers, open: false }))).toEqual([]);
});

test("only another's own statement holds a bracket in place", () => {
  const lines = [
    "Northland: retain",
    "Westmere: retain through Coast",
    "Eastvale: retain by opening",
    "Lowmarsh: delete",
  ];
  expect(supportersBeside(subject(lines), "Eastvale")).toEqual(["Northland"]);
  expect(supportersBeside(subject(lines), "Northland")).toEqual([]);
  expect(supportersBeside(undefined, "Northland")).toEqual([]);
});

test("one's own statement is not what a group says", () => {
  const on = subject(["Northland: retain through Hills"]);
  expect(ownVoice(view([on]), on)).toBeUndefined();
  const said = subject(["Northland: reserve"]);
  expect(ownVoice(view([said]), said)?.stance).toBe("reserve");
  expect(mine(view([], null))).toBeUndefined();
});

test("filters leave what is asked for, and what makes sense to the reader", () => {
  const open = subject([], { id: "open" });
  const waits = subject([], { id: "waits", waits: true });
  const blocked = subject(["Westmere: delete"], { id: "blocked", blockers: ["Westmere"] });
  const decided = subject(["Westmere: delete"], { id: "decided", open: false, blockers: ["Westmere"] });
  const all = view([open, waits, blocked, decided]);
  const ids = (filter: Parameters<typeof filterPositions>[1]) => filterPositions(all, filter).map(({ id }) => id);
  expect(ids("open")).toEqual(["open", "waits", "blocked"]);
  expect(ids("waits")).toEqual(["waits"]);
  expect(ids("blocked")).toEqual(["blocked"]);
  expect(ids("all")).toHaveLength(4);
  expect(positionFilters(all)).toContain("waits");
  expect(positionFilters(view([], null))).not.toContain("waits");
});

test("a preference is stated as the act wants it", () => {
  expect(preferenceOf({ kind: "bracket", id: "1" }, "1", 3)).toEqual({ branch: { branch: 1, of: 3 } });
  expect(preferenceOf({ kind: "bracket", id: "1" }, "none", 3)).toEqual({ branch: { branch: null, of: 3 } });
  expect(preferenceOf({ kind: "alternatives", id: "1" }, "base", 0)).toEqual({ version: null });
  expect(preferenceOf({ kind: "alternatives", id: "1" }, "p-1", 0)).toEqual({ version: "p-1" });
});
