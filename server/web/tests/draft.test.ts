import { expect, test } from "vitest";
import { commitment } from "../src/dev/fixture";
import { groups, mootedBy } from "../src/draft/alternatives";
import { redline } from "../src/draft/redline";
import {
  branchesOf,
  decisionOn,
  slashes,
  together,
  verdictBeside,
  verdictFor,
  type Verdict,
} from "../src/draft/choices";
import { previews, tidy } from "../src/draft/sentence";
import { draftAddress, exportAddress, parseRoute } from "../src/route";
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

/** Every sentence that these decisions touch, as it will read. */
function after(view: Parameters<typeof previews>[0], verdicts: Record<string, Verdict>): string[] {
  return previews(view, new Map(Object.entries(verdicts))).map((one) => one.after);
}

test("a preview shows the sentence before and after", () => {
  const view = {
    paragraphs: [paragraph("a", "它可以[1正如]1产生影响[2，如果缺乏环境]2。")],
    brackets: [bracket("1"), bracket("2")],
  };
  const [kept] = previews(view, new Map([["2", "keep"]]));
  expect(kept?.before).toEqual([
    { words: "它可以[正如]产生影响", part: "plain" },
    { words: "[，如果缺乏环境]", part: "bracket" },
    { words: "。", part: "plain" },
  ]);
  expect(kept?.after).toBe("它可以[正如]产生影响，如果缺乏环境。");
  expect(after(view, { "2": "delete" })).toEqual(["它可以[正如]产生影响。"]);
  expect(after(view, { "2": "delete", "1": "delete" })).toEqual(["它可以产生影响。"]);
});

test("a preview across paragraphs runs from edge to edge", () => {
  const view = { paragraphs: [paragraph("a", "one [1two"), paragraph("b", "three]1 four")], brackets: [bracket("1")] };
  expect(after(view, { "1": "delete" })).toEqual(["one four"]);
  expect(after(view, { "1": "keep" })).toEqual(["one two three four"]);
});

test("every sentence of a package is previewed, each once", () => {
  const view = {
    paragraphs: [paragraph("a", "the [1host|1chair]1 and the [2host|2chair]2"), paragraph("b", "a [3host|3chair]3.")],
    brackets: ["1", "2", "3"].map((id) => bracket(id, "open", { branches: ["host", "chair"] })),
  };
  expect(after(view, { "1": { pick: 1 }, "2": { pick: 1 }, "3": { pick: 1 } })).toEqual([
    "the chair and the chair",
    "a chair.",
  ]);
  expect(after(view, { "2": { pick: null } })).toEqual(["the [host/chair] and the"]);
  expect(after(view, { "1": "keep" })).toEqual(["the host/chair and the [host/chair]"]);
  expect(previews(view, new Map([["3", { pick: 0 }]]))[0]?.before).toEqual([
    { words: "a ", part: "plain" },
    { words: "[host/chair]", part: "bracket" },
    { words: ".", part: "plain" },
  ]);
});

test("the same branch is picked where it is there to be picked", () => {
  const one = bracket("1", "open", { branches: ["host", "chair"] });
  const turned = bracket("2", "open", { branches: ["chair ", "host"] });
  const other = bracket("3", "open", { branches: ["host/chair"] });
  expect(verdictFor(one, turned, { pick: 1 })).toEqual({ pick: 0 });
  expect(verdictFor(one, other, { pick: 1 })).toBeNull();
  expect(verdictFor(one, other, { pick: null })).toBe("delete");
  expect(verdictFor(one, other, "keep")).toBe("keep");
  expect(decisionOn(turned, { pick: 0 })).toEqual({ pickBranch: { bracket: "2", branch: 0, of: 2 } });
  expect(branchesOf(bracket("4", "open", { branches: ["a", "", "b"] }))).toEqual([
    { index: 0, words: "a" },
    { index: 2, words: "b" },
  ]);
});

test("several decisions are one entry, one stays by itself", () => {
  expect(together([])).toBeNull();
  expect(together([{ keepBracket: "1" }])).toEqual({ keepBracket: "1" });
  expect(together([{ keepBracket: "1" }, { deleteBracket: "2" }])).toEqual({
    package: [{ keepBracket: "1" }, { deleteBracket: "2" }],
  });
});

test("a bracket that begins with a slash is no choice by itself", () => {
  const view = {
    paragraphs: [paragraph("a", "host[1/guest]1 and [2one/two]2")],
    brackets: [bracket("1"), bracket("2")],
  };
  expect(slashes(view, "1")).toEqual([]);
  expect(slashes(view, "2")).toHaveLength(1);
});

test("of one question one bracket stays, or all are open again", () => {
  const verdicts: Verdict[] = ["keep", "delete", { pick: 0 }, { pick: null }];
  expect(verdicts.map(verdictBeside)).toEqual(["delete", "delete", "delete", "delete"]);
  expect(verdictBeside("reopen")).toBe("reopen");
});

test("a choice is offered at the slashes of an open bracket itself", () => {
  const view = {
    paragraphs: [paragraph("a", "x/y [1主持人／协调人]1 [2a [3b/c]3 d/e]2"), paragraph("b", "[4f/g]4 [5h|5i]5")],
    brackets: [
      ...["1", "2", "3"].map((id) => bracket(id)),
      bracket("4", "kept"),
      bracket("5", "open", { branches: ["h", "i"] }),
    ],
  };
  expect(slashes(view, "1")).toEqual([{ paragraph: "a", at: 8 }]);
  expect(slashes(view, "2")).toEqual([{ paragraph: "a", at: 24 }]);
  expect(slashes(view, "3")).toEqual([{ paragraph: "a", at: 19 }]);
  expect(slashes(view, "4")).toEqual([]);
  expect(slashes(view, "5")).toEqual([]);
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
  expect(parseRoute("#/drafts/x")).toEqual({ at: "draft", slug: "x", focus: null, exporting: null });
  expect(parseRoute(exportAddress("x/y", "mode=final&symbol=A%2F1%3F"))).toEqual({
    at: "draft",
    slug: "x/y",
    focus: null,
    exporting: "mode=final&symbol=A%2F1%3F",
  });
  expect(parseRoute(exportAddress("x"))).toMatchObject({ slug: "x", exporting: "" });
  expect(parseRoute(draftAddress("x", { kind: "bracket", id: "7" }))).toEqual({
    at: "draft",
    slug: "x",
    focus: { kind: "bracket", id: "7" },
    exporting: null,
  });
  expect(parseRoute("#/drafts/x/q/7")).toEqual({ at: "unknown" });
  expect(parseRoute("#/drafts/%E0%A4%A")).toMatchObject({ at: "draft" });
});

test("identities are UUIDs of version 4", () => {
  expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
