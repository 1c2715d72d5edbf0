import { expect, test } from "vitest";
import { bracketAround, bracketRanges, paletteStep } from "../src/editor/ranges";
import { doc } from "./support";

function words(lines: string[], id: string): string[] {
  const text = doc(lines);
  return (bracketRanges(text).get(id)?.inner ?? []).map(({ from, to }) => text.textBetween(from, to));
}

test("nested brackets have the words between their own edges", () => {
  expect(words(["a[1b[2c]2d]1e"], "1")).toEqual(["bcd"]);
  expect(words(["a[1b[2c]2d]1e"], "2")).toEqual(["c"]);
});

test("crossing brackets keep their own ranges", () => {
  expect(words(["a[1b[2c]1d]2e"], "1")).toEqual(["bc"]);
  expect(words(["a[1b[2c]1d]2e"], "2")).toEqual(["cd"]);
});

test("a bracket across paragraphs has a range in each", () => {
  expect(words(["a[1b", "", "cd", "e]1f"], "1")).toEqual(["b", "cd", "e"]);
});

test("an empty bracket has edges and no range", () => {
  const range = bracketRanges(doc(["a[1]1b"])).get("1");
  expect(range).toMatchObject({ open: 2, close: 3, inner: [] });
});

test("half a bracket encloses nothing", () => {
  expect(words(["a[1b", "c"], "1")).toEqual([]);
  expect(words(["a]1b"], "1")).toEqual([]);
});

test("branch lines belong to their bracket", () => {
  expect(bracketRanges(doc(["[1主持人|1协调人]1"])).get("1")?.ors).toEqual([5]);
});

test("the bracket around the caret is the innermost", () => {
  const ranges = bracketRanges(doc(["a[1b[2c]2d]1e"]));
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map((pos) => bracketAround(ranges, pos))).toEqual([
    null,
    null,
    "1",
    "1",
    "2",
    "2",
    "1",
    "1",
    null,
  ]);
});

test("the palette has six steps and begins again", () => {
  expect([0, 1, 6, 7, 13].map(paletteStep)).toEqual([1, 1, 6, 1, 1]);
});
