import { history, undo } from "prosemirror-history";
import { EditorState, TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import { reconciling } from "../src/editor/look";
import { reconcileOutline } from "../src/editor/outline";
import { schema } from "../src/editor/schema";

function doc(names: string) {
  const paragraph = (id: string) => schema.nodes.paragraph.create({ id }, schema.text(`words of ${id}`));
  return schema.nodes.doc.create(null, [...names].map(paragraph));
}

function names(state: { doc: ReturnType<typeof doc> }): string {
  let found = "";
  state.doc.forEach((node) => (found += String(node.attrs.id)));
  return found;
}

test.each([
  ["abc", "abc"],
  ["abc", "axbc"],
  ["abc", "bc"],
  ["abc", "cab"],
  ["abc", "xyz"],
  ["abcdef", "fxbdac"],
  ["", "ab"],
  ["ab", ""],
])("the blocks of %s become those of %s", (before, after) => {
  const { tr } = EditorState.create({ doc: doc(before) });
  reconcileOutline(tr, doc(after));
  expect(names(tr)).toBe(after);
  tr.doc.forEach((node) => expect(node.textContent).toBe(`words of ${String(node.attrs.id)}`));
});

test("what was typed is undone after others added, moved and took away paragraphs around it", () => {
  let state = EditorState.create({ doc: doc("abc"), plugins: [history()] });
  const at = "words of a".length + 3;
  state = state.apply(state.tr.insertText("own ", at));
  state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, at + 2)));
  const tr = reconciling(state);
  reconcileOutline(tr, doc("xbya"));
  state = state.apply(tr);
  expect(state.selection.$head.parent.attrs.id).toBe("b");
  const told: string[] = [];
  undo(state, (back) => (state = state.apply(back)));
  state.doc.forEach((node) => told.push(node.textContent));
  expect(told).toEqual(["words of x", "words of b", "words of y", "words of a"]);
});
