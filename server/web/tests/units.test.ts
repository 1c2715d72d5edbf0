import { expect, test } from "vitest";
import { fromUnits, lengthInUnits, paragraphPositions, pointAt, positionOf, toUnits } from "../src/editor/units";
import { doc, lines } from "./support";

test("words count in UTF-16, an anchor counts one", () => {
  const text = doc(["我们[1正如]1*é😀"]);
  const paragraph = text.child(0);
  // 我 们 [ 正 如 ] * é 😀(2)
  expect(lengthInUnits(paragraph)).toBe(10);
  for (let offset = 0; offset <= paragraph.content.size; offset++) {
    expect(toUnits(paragraph, offset)).toBe(offset);
    expect(fromUnits(paragraph, offset)).toBe(offset);
  }
});

test("a hidden range is one position and all its units", () => {
  const text = doc(["前[1被删去]1后"], ["1"]);
  expect(lines(text)).toEqual(["前{5}后"]);
  const paragraph = text.child(0);
  expect([0, 1, 2, 3].map((offset) => toUnits(paragraph, offset))).toEqual([0, 1, 6, 7]);
  // A point inside the hidden words stands before them.
  expect([0, 1, 2, 5, 6, 7].map((units) => fromUnits(paragraph, units))).toEqual([0, 1, 1, 1, 2, 3]);
});

test("a hidden range across paragraphs hides its part of each", () => {
  expect(lines(doc(["a[1b", "cd", "e]1f"], ["1"]))).toEqual(["a{2}", "{2}", "{2}f"]);
});

test("hidden brackets that cross hide the union", () => {
  expect(lines(doc(["a[1b[2c]1d]2e"], ["1", "2"]))).toEqual(["a{7}e"]);
  expect(lines(doc(["a[1b[2c]1d]2e"], ["1"]))).toEqual(["a{5}d]2e"]);
});

test("branches that were not picked are hidden, with the lines and edges on their side", () => {
  const picked = (line: string, branch: number | null) => lines(doc([line], [], { 1: branch }))[0];
  expect(picked("x[1ab|1cd|1ef]1y", 0)).toBe("x[1ab{7}y");
  expect(picked("x[1ab|1cd|1ef]1y", 1)).toBe("x{4}cd{4}y");
  expect(picked("x[1ab|1cd|1ef]1y", 2)).toBe("x{7}ef]1y");
  expect(picked("x[1ab|1cd|1ef]1y", null)).toBe("x{10}y");
  // What was drawn twice has an empty branch between, which is a place of its own.
  expect(picked("x[1ab|1|1ef]1y", 1)).toBe("x{4}{4}y");
  expect(lines(doc(["x[1a", "b|1c", "d]1y"], [], { 1: 1 }))).toEqual(["x{2}", "{2}c", "d]1y"]);
  expect(lines(doc(["x[1a", "b|1c", "d]1y"], [], { 1: 0 }))).toEqual(["x[1a", "b{2}", "{2}y"]);
  expect(lines(doc(["[2x[1a|1b]1c]2"], ["2"], { 1: 0 }))).toEqual(["{9}"]);
});

test("half a deleted bracket hides nothing", () => {
  expect(lines(doc(["a[1b"], ["1"]))).toEqual(["a[1b"]);
});

test("points and positions go there and back", () => {
  const text = doc(["ab[1c]1", "[2隐]2de"], ["2"]);
  for (const [id, start] of paragraphPositions(text)) {
    const paragraph = text.nodeAt(start);
    for (let offset = 0; offset <= (paragraph?.content.size ?? 0); offset++) {
      const point = pointAt(text, start + 1 + offset);
      expect(point?.paragraph).toBe(id);
      expect(point && positionOf(text, point)).toBe(start + 1 + offset);
    }
  }
  expect(pointAt(text, 0)).toBeNull();
  expect(positionOf(text, { paragraph: "gone", at: 0 })).toBeNull();
});
