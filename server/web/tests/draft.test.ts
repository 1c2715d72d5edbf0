import { expect, test } from "vitest";
import { commitment } from "../src/dev/fixture";
import { groups, mootedBy } from "../src/draft/alternatives";
import { redline } from "../src/draft/redline";
import { preview, tidy } from "../src/draft/sentence";
import { draftAddress, parseRoute } from "../src/route";
import { uuid } from "../src/uuid";
import { bracket, paragraph } from "./support";

test("choosing Alt 10+11 makes 10, 11, 11A and 11B moot", () => {
  const view = commitment();
  const label = (id: string) => view.paragraphs.find((p) => p.id === id)?.label;
  const moot = (set: string, variant: string | null) => {
    const found = view.alternatives.find((one) => one.id === set);
    return found === undefined ? [] : mootedBy(view, found, variant).map(label);
  };
  expect(moot("s10", "p-1011")).toEqual(["10.", "11.", "Alt 11A", "Alt 11B"]);
  expect(moot("s10", null)).toEqual(["Alt 10+11"]);
  expect(moot("s11", "p-11a")).toEqual(["11.", "Alt 11B"]);
  expect(moot("s9", "p-9a")).toEqual(["9."]);
});

test("sets that overlap run along rails of their own", () => {
  expect(groups(commitment()).map(({ set, lane }) => [set.label, lane])).toEqual([
    ["9", 0],
    ["10+11", 0],
    ["11", 1],
  ]);
});

test("a preview shows the sentence before and after", () => {
  const view = {
    paragraphs: [paragraph("a", "它可以[1正如]1产生影响[2，如果缺乏环境]2。")],
    brackets: [bracket("1"), bracket("2")],
  };
  const kept = preview(view, "2", "keep");
  expect(kept.before).toEqual([
    { words: "它可以[正如]产生影响", part: "plain" },
    { words: "[，如果缺乏环境]", part: "bracket" },
    { words: "。", part: "plain" },
  ]);
  expect(kept.after).toBe("它可以[正如]产生影响，如果缺乏环境。");
  expect(preview(view, "2", "delete").after).toBe("它可以[正如]产生影响。");
  expect(preview(view, "2", "delete", ["1"]).after).toBe("它可以产生影响。");
});

test("a preview across paragraphs runs from edge to edge", () => {
  const view = { paragraphs: [paragraph("a", "one [1two"), paragraph("b", "three]1 four")], brackets: [bracket("1")] };
  expect(preview(view, "1", "delete").after).toBe("one four");
  expect(preview(view, "1", "keep").after).toBe("one two three four");
});

test("seams are repaired", () => {
  expect(tidy("a  b , c")).toBe("a b, c");
  expect(tidy("影响，，因此")).toBe("影响，因此");
});

test("a redline divides Chinese by words", () => {
  expect(redline("包括妇女之间", "包括男性与女性之间", "zh")).toEqual([
    { kind: "same", words: "包括" },
    { kind: "removed", words: "妇女" },
    { kind: "added", words: "男性与女性" },
    { kind: "same", words: "之间" },
  ]);
  expect(redline("the fair rule", "the fair and open rule", "en")).toEqual([
    { kind: "same", words: "the fair " },
    { kind: "added", words: "and open " },
    { kind: "same", words: "rule" },
  ]);
  expect(redline("", "x", "und")).toEqual([{ kind: "added", words: "x" }]);
});

test("addresses lead where they say", () => {
  expect(parseRoute("")).toEqual({ at: "drafts" });
  expect(parseRoute("#/join/abc-_")).toEqual({ at: "join", token: "abc-_" });
  expect(parseRoute("#/drafts/x")).toEqual({ at: "draft", slug: "x", focus: null });
  expect(parseRoute(draftAddress("x", { kind: "bracket", id: "7" }))).toEqual({
    at: "draft",
    slug: "x",
    focus: { kind: "bracket", id: "7" },
  });
  expect(parseRoute("#/drafts/x/q/7")).toEqual({ at: "unknown" });
  expect(parseRoute("#/drafts/%E0%A4%A")).toMatchObject({ at: "draft" });
});

test("identities are UUIDs of version 4", () => {
  expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
