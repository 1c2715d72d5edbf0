import { EditorState, type Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { expect, test } from "vitest";
import { reconciling } from "../src/editor/look";
import { reconcileOutline } from "../src/editor/outline";
import { reconcileParagraph } from "../src/editor/reconcile";
import { UndoStack } from "../src/editor/undo";
import { doc, lines } from "./support";

/** A person at an editor, and others who write in the same text. */
class Desk {
  readonly stack = new UndoStack(() => this.time);
  time = 0;
  state: EditorState;
  readonly view: EditorView;

  constructor(...text: string[]) {
    this.state = EditorState.create({ doc: doc(text) });
    const current = () => this.state;
    this.view = {
      get state() {
        return current();
      },
      dispatch: (tr: Transaction) => this.own(tr),
    } as unknown as EditorView;
  }

  private own(tr: Transaction): void {
    this.state = this.state.apply(tr);
    this.stack.record(tr);
  }

  /** The person types in the place of a run of words; positions count from 1 in the first paragraph. */
  type(from: number, to: number, words: string): void {
    this.own(words === "" ? this.state.tr.delete(from, to) : this.state.tr.insertText(words, from, to));
  }

  /** Others make the first paragraph this. */
  others(text: string): void {
    const tr = reconciling(this.state);
    reconcileParagraph(tr, 0, doc([text]).child(0));
    this.state = this.state.apply(tr);
    this.stack.map(tr.mapping);
  }

  pause(): void {
    this.time += 10_000;
  }

  undo(): string {
    this.stack.undo(this.view);
    return this.text;
  }

  redo(): string {
    this.stack.redo(this.view);
    return this.text;
  }

  get text(): string {
    return lines(this.state.doc).join("\n");
  }
}

test("keystrokes of one go are undone and redone as one", () => {
  const desk = new Desk("我们重申");
  desk.type(3, 3, "再");
  desk.type(4, 4, "次");
  desk.pause();
  desk.type(1, 1, "今");
  expect(desk.text).toBe("今我们再次重申");
  expect([desk.undo(), desk.undo(), desk.undo()]).toEqual(["我们再次重申", "我们重申", "我们重申"]);
  expect([desk.redo(), desk.redo(), desk.redo()]).toEqual(["我们再次重申", "今我们再次重申", "今我们再次重申"]);
});

test("words of others inside one's own stay, and one's own come again around them", () => {
  const desk = new Desk("ab");
  desk.type(2, 2, "12345");
  desk.others("a12XX345b");
  expect(desk.undo()).toBe("aXXb");
  expect(desk.redo()).toBe("a12XX345b");
  desk.others("a12XYX345b");
  expect(desk.undo()).toBe("aXYXb");
});

test("a bracket that others open among one's own words stays", () => {
  const desk = new Desk("ab");
  desk.type(2, 2, "1234");
  desk.others("a1[123]14b");
  expect(desk.undo()).toBe("a[1]1b");
  expect(desk.redo()).toBe("a1[123]14b");
});

test("what others took away of one's own does not come again", () => {
  const desk = new Desk("ab");
  desk.type(2, 2, "1234");
  desk.others("a14b");
  expect(desk.undo()).toBe("ab");
  expect(desk.redo()).toBe("a14b");
});

test("words that were taken away come again where they stood, whatever others wrote around", () => {
  const desk = new Desk("one two three");
  desk.type(5, 9, "");
  desk.others("Here: one, three!");
  expect(desk.undo()).toBe("Here: one, two three!");
  expect(desk.redo()).toBe("Here: one, three!");
});

test("words typed over others come and go together", () => {
  const desk = new Desk("one two three");
  desk.type(5, 8, "2");
  desk.type(6, 6, "nd");
  expect(desk.text).toBe("one 2nd three");
  desk.others("one 2XXnd three");
  expect(desk.undo()).toBe("one twoXX three");
  expect(desk.redo()).toMatch(/^one (2XXnd|2ndXX|XX2nd) three$/);
});

test("what was typed and taken away in one go was never there", () => {
  const desk = new Desk("ab");
  desk.type(2, 2, "12");
  desk.type(3, 4, "");
  expect(desk.undo()).toBe("ab");
  expect(desk.redo()).toBe("a1b");
});

test("words that went key by key come again in their order", () => {
  const back = new Desk("abcd");
  back.type(4, 5, "");
  back.type(3, 4, "");
  back.type(2, 3, "");
  expect([back.text, back.undo()]).toEqual(["a", "abcd"]);
  const ahead = new Desk("abcd");
  ahead.type(2, 3, "");
  ahead.type(2, 3, "");
  expect([ahead.text, ahead.undo(), ahead.redo()]).toEqual(["ad", "abcd", "ad"]);
});

test("words whose style the core knows better are still the person's", () => {
  const desk = new Desk("**bold**");
  desk.type(1, 1, "own ");
  desk.others("own **bold**");
  expect(desk.state.doc.child(0).firstChild?.text).toBe("own ");
  expect(desk.undo()).toBe("**bold**");
});

test("bold words come again bold", () => {
  const desk = new Desk("a**bold**b");
  desk.type(2, 6, "");
  desk.undo();
  expect(
    desk.state.doc
      .child(0)
      .child(1)
      .marks.map((mark) => mark.type.name),
  ).toEqual(["bold"]);
});

test("what was typed is undone after others added and moved paragraphs around it", () => {
  const desk = new Desk("first", "second");
  desk.type(3, 3, "OWN");
  const tr = reconciling(desk.state);
  const [first, second] = [desk.state.doc.child(0), desk.state.doc.child(1)];
  const more = first.type.create({ ...first.attrs, id: "new" }, first.type.schema.text("new"));
  reconcileOutline(tr, desk.state.doc.type.create(null, [more, second, first]));
  desk.state = desk.state.apply(tr);
  desk.stack.map(tr.mapping);
  expect(desk.text).toBe("new\nsecond\nfiOWNrst");
});

test("a deed is undone in its turn, and one that stays lets what was before it be undone", () => {
  const desk = new Desk("ab");
  const told: string[] = [];
  const deed = (name: string, allowed: boolean) => ({
    undo: () => (told.push(`undo ${name}`), allowed),
    redo: () => (told.push(`redo ${name}`), deed(name, allowed)),
  });
  desk.type(2, 2, "1");
  desk.stack.did(deed("one", true));
  desk.stack.did(deed("two", false));
  desk.type(2, 2, "2");
  expect([desk.undo(), desk.undo(), desk.undo(), desk.undo()]).toEqual(["a1b", "a1b", "a1b", "ab"]);
  expect([desk.redo(), desk.redo()]).toEqual(["a1b", "a1b"]);
  expect(told).toEqual(["undo two", "undo one", "redo one"]);
});

test("words typed in one go behind a proposal go and come with it", () => {
  const desk = new Desk("ab");
  const told: string[] = [];
  let ready = true;
  const proposal = () => ({
    begins: true,
    ready: () => (told.push(`ready on ${desk.text}`), ready),
    undo: () => (told.push(`undo on ${desk.text}`), true),
    redo: () => (told.push("redo"), proposal()),
  });
  desk.stack.did(proposal());
  desk.type(2, 2, "1");
  desk.type(3, 3, "2");
  expect(desk.undo()).toBe("ab");
  expect(told).toEqual(["ready on a12b", "undo on ab"]);
  expect(desk.redo()).toBe("ab");
  expect(desk.redo()).toBe("ab");
  expect(told.at(-1)).toBe("redo");
  // One that stays is left alone; the words behind it are still the person's.
  ready = false;
  desk.type(2, 2, "3");
  expect(desk.undo()).toBe("a3b");
  expect(desk.undo()).toBe("ab");
});

test("random edits: undoing everything leaves the words of others, and redoing brings one's own again", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  for (let round = 0; round < 200; round++) {
    const desk = new Desk("");
    for (let step = 0; step < 12; step++) {
      // The person's words are small letters, those of others capital ones.
      const at = random(desk.text.length + 1);
      const sign = String.fromCharCode((random(2) === 0 ? 97 : 65) + step);
      if (sign >= "a") {
        desk.pause();
        desk.type(at + 1, at + 1, sign + sign);
      } else desk.others(desk.text.slice(0, at) + sign + desk.text.slice(at));
    }
    const expected = desk.text.replaceAll(/[a-z]/g, "");
    for (let step = 0; step < 12; step++) desk.undo();
    expect(desk.text).toBe(expected);
    for (let step = 0; step < 12; step++) desk.redo();
    expect(desk.text.replaceAll(/[a-z]/g, "")).toBe(expected);
  }
});
