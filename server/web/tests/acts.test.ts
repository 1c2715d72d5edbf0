import { EditorState, TextSelection, type Transaction } from "prosemirror-state";
import { expect, test } from "vitest";
import { FakeSession } from "../src/dev/fake-session";
import { plainWords, translate } from "../src/editor/acts";
import { buildDoc } from "../src/editor/build";
import { schema } from "../src/editor/schema";
import { bracket, doc, lines, paragraph } from "./support";

function edit(text: string[], how: (tr: Transaction) => Transaction, deleted: string[] = []) {
  const state = EditorState.create({ doc: doc(text, deleted) });
  const { splices, transaction, hints } = translate(how(state.tr), state);
  const after = state.apply(transaction);
  return { splices, hints, after: lines(after.doc), passed: transaction.docChanged, selection: after.selection };
}

test("typing is one splice and passes as it is", () => {
  const { splices, after, hints } = edit(["我们[1重申]1"], (tr) => tr.insertText("都", 3));
  expect(splices).toEqual([{ paragraph: "a", at: 2, delete: 0, insert: "都" }]);
  expect(after).toEqual(["我们都[1重申]1"]);
  expect(hints).toEqual([]);
});

test("typing inside a bracket counts its edge", () => {
  const { splices } = edit(["我们[1重申]1"], (tr) => tr.insertText("都", 4));
  expect(splices).toEqual([{ paragraph: "a", at: 3, delete: 0, insert: "都" }]);
});

test("deleting across an anchor deletes the words and keeps the anchor", () => {
  const { splices, after, hints } = edit(["ab[1cd]1ef"], (tr) => tr.delete(2, 6));
  expect(splices).toEqual([{ paragraph: "a", at: 1, delete: 4, insert: "" }]);
  expect(after).toEqual(["a[1]1ef"]);
  expect(hints).toEqual(["anchors"]);
});

test("replacing across an anchor puts the words where the range began", () => {
  const { after, selection } = edit(["ab[1cd]1ef"], (tr) => tr.insertText("X", 2, 6));
  expect(after).toEqual(["aX[1]1ef"]);
  expect(selection.head).toBe(3);
});

test("deleting across paragraphs joins nothing", () => {
  const { splices, after, hints } = edit(["abc", "def", "ghi"], (tr) => tr.delete(2, 13));
  expect(after).toEqual(["a", "", "i"]);
  expect(splices).toEqual([
    { paragraph: "c", at: 0, delete: 2, insert: "" },
    { paragraph: "b", at: 0, delete: 3, insert: "" },
    { paragraph: "a", at: 1, delete: 2, insert: "" },
  ]);
  expect(hints).toContain("structure");
});

test("splitting a paragraph is left out", () => {
  const { splices, after } = edit(["abcd"], (tr) => tr.split(3));
  expect(after).toEqual(["abcd"]);
  expect(splices).toEqual([]);
});

test("words that a decision took out are not deleted by a selection over them", () => {
  const { splices, after } = edit(["ab[1hidden]1cd"], (tr) => tr.delete(2, 5), ["1"]);
  expect(after).toEqual(["a{8}d"]);
  expect(splices).toEqual([
    { paragraph: "a", at: 10, delete: 1, insert: "" },
    { paragraph: "a", at: 1, delete: 1, insert: "" },
  ]);
});

test("literal signs and line breaks never reach the text", () => {
  expect(plainWords("[a] ［b］\n c")).toEqual({ words: "a b c", hints: ["signs", "newline"] });
  expect(plainWords("a\tb\u0007c")).toEqual({ words: "a bc", hints: [] });
  expect(plainWords("half \ud83d pair 😀")).toEqual({ words: "half  pair 😀", hints: [] });
  const { after, hints, splices } = edit(["ab"], (tr) => tr.insertText("x[y]", 2));
  expect(after).toEqual(["axyb"]);
  expect(hints).toEqual(["signs"]);
  expect(splices).toEqual([{ paragraph: "a", at: 1, delete: 0, insert: "xy" }]);
});

test("marks are not changed by the editor", () => {
  const state = EditorState.create({ doc: doc(["abc"]) });
  const { splices, transaction } = translate(state.tr.addMark(1, 3, schema.marks.bold.create()), state);
  expect(splices).toEqual([]);
  expect(transaction.docChanged).toBe(false);
});

test("random edits: the editor and the core agree after each", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (Math.imul(seed, 48271) >>> 0) % 0x7fffffff;
    return seed % below;
  };
  for (let round = 0; round < 60; round++) {
    const view = {
      ...{ id: "d", slug: "d", title: "d", language: "zh", kind: "draft" as const, alternatives: [] },
      columns: { idea: null, text: null, source: null },
      phase: "drafting" as const,
      paragraphs: [
        paragraph("a", "我们[1重申[2承诺]2]1的目标"),
        paragraph("b", "ab[3cd|3ef]3"),
        paragraph("c", "[4gone]4😀x"),
      ],
      brackets: [bracket("1"), bracket("2"), bracket("3"), bracket("4", "deleted")],
      open: { brackets: 3, alternatives: 0, placeholders: 0, proposals: 0 },
      proposals: [],
      labelScheme: "alt" as const,
    };
    const core = new FakeSession(view, { id: "p", name: "P", delegation: "", role: "member" });
    let state = EditorState.create({ doc: buildDoc(view) });
    for (let step = 0; step < 12; step++) {
      const size = state.doc.content.size;
      const near = (pos: number) => TextSelection.near(state.doc.resolve(pos)).head;
      const [a, b] = [near(random(size + 1)), near(random(size + 1))];
      const insert = ["", "x", "中文", "😀"][random(4)] ?? "";
      const tr = insert === "" ? state.tr.delete(Math.min(a, b), Math.max(a, b)) : state.tr.insertText(insert, a);
      const { splices, transaction } = translate(tr, state);
      for (const splice of splices) core.act(JSON.stringify({ splice }));
      state = state.apply(splices.length > 0 ? transaction : state.tr);
      expect(lines(state.doc)).toEqual(lines(buildDoc(core.state)));
    }
  }
});
