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

test("a caret stays in its paragraph when others add, move and take away paragraphs around it", () => {
  const start = doc("abc");
  const state = EditorState.create({ doc: start, selection: TextSelection.create(start, "words of a".length + 5) });
  const tr = reconciling(state);
  reconcileOutline(tr, doc("xbya"));
  expect(tr.selection.$head.parent.attrs.id).toBe("b");
  expect(tr.selection.$head.parentOffset).toBe(2);
});
