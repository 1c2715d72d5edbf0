import { EditorState, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { rebase } from "../src/editor/rebase";
import { hunks } from "../src/editor/hunks";
import { reconcileParagraph } from "../src/editor/reconcile";
import { doc, lines } from "./support";

function check(before: string, after: string, caret?: number) {
  const state = EditorState.create({ doc: doc([before]) });
  const tr = state.tr;
  if (caret !== undefined) tr.setSelection(TextSelection.create(tr.doc, caret));
  reconcileParagraph(tr, 0, doc([after]).child(0));
  expect(lines(tr.doc)).toEqual([after]);
  return { steps: tr.steps.length, caret: tr.selection.head };
}

test("equal paragraphs are left alone", () => {
  expect(check("我们[1重申]1", "我们[1重申]1").steps).toBe(0);
});

test("only what differs is replaced", () => {
  const before = doc(["我们重申承诺"]).child(0);
  const after = doc(["我们都重申承诺"]).child(0);
  expect(hunks(before, after)).toEqual([{ from: 2, to: 2, newFrom: 2, newTo: 3 }]);
});

test("a repeated letter may be taken out at either place", () => {
  check("aa", "a");
  check("aaa", "aa");
  check("a", "aaa");
});

test("the caret keeps its place before and after a remote change", () => {
  expect(check("abcdef", "abXcdef", 2).caret).toBe(2);
  expect(check("abcdef", "abXcdef", 6).caret).toBe(7);
  expect(check("abcdef", "XabcdefY", 4).caret).toBe(5);
});

test("a bracket that opens around the caret does not move it out", () => {
  expect(check("abcd", "a[1bc]1d", 3).caret).toBe(4);
});

test("a surrogate pair is replaced whole", () => {
  // 😀 and 😁 share their first half.
  const before = doc(["x😀y"]).child(0);
  const after = doc(["x😁y"]).child(0);
  expect(hunks(before, after)).toEqual([{ from: 1, to: 3, newFrom: 1, newTo: 3 }]);
  check("x😀y", "x😁y");
  // 😀 U+1F600 and 𪘀 share their second half only.
  check("😀", "\ud869\ude00");
});

test("attributes are brought in line too", () => {
  const tr = EditorState.create({ doc: doc(["a"]) }).tr;
  const target = doc(["a"]).child(0);
  const moot = target.type.create({ ...target.attrs, standing: "moot" }, target.content);
  expect(reconcileParagraph(tr, 0, moot)).toBe(true);
  expect(tr.doc.child(0).attrs.standing).toBe("moot");
});

test("an edit during composition is carried over what is held back", () => {
  const shown = doc(["我们重申"]).child(0);
  const held = doc(["今天，我们[1重申]1"]).child(0);
  const splice = { paragraph: "a", at: 4, delete: 0, insert: "了" };
  expect(rebase(splice, shown, held)).toEqual({ ...splice, at: 8 });
  const before = doc(["ab今天cd"]).child(0);
  expect(rebase({ paragraph: "a", at: 1, delete: 1, insert: "x" }, before, doc(["ab今天XXcd"]).child(0)).at).toBe(1);
  expect(rebase({ paragraph: "a", at: 5, delete: 1, insert: "x" }, before, doc(["ab今天XXcd"]).child(0)).at).toBe(7);
  expect(rebase(splice, shown, shown)).toEqual(splice);
});
