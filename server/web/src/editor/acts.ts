import type { Node } from "prosemirror-model";
import { TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import type { Splice } from "../contract";
import { wellFormed } from "./surrogates";
import { sameDirection } from "./undo";
import { paragraphPositions, positionOf, toUnits, unitsOf } from "./units";

/** What had to be left out of an edit, to be told to the person. */
export type Hint = "signs" | "newline" | "anchors" | "structure" | "others";

export interface Translation {
  splices: Splice[];
  /** The transaction to apply in place of the person's: the same if it touches words only. */
  transaction: Transaction;
  hints: Hint[];
}

const SIGNS = /[[\]［］]/g;
/** Controls and bidirectional embeddings, which could make a text read other than it is stored. */
const UNSEEN = /[\p{Cc}\u{fffc}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** Words as they may be typed or pasted: one line, without literal bracket signs. */
export function plainWords(text: string): { words: string; hints: Hint[] } {
  const hints: Hint[] = [];
  let words = text;
  if (SIGNS.test(words)) {
    hints.push("signs");
    words = words.replace(SIGNS, "");
  }
  if (/[\r\n\u2028\u2029]/.test(words)) {
    hints.push("newline");
    words = words.replace(/\s*[\r\n\u2028\u2029]+\s*/g, " ");
  }
  words = words.replace(/\t/g, " ").replace(UNSEEN, "");
  return { words: wellFormed(words), hints };
}

/**
 * Reads a person's transaction as acts on the text. One that only replaces words inside a paragraph passes as it is, which
 * input methods need; any other is rewritten into the part that is allowed: words go, anchors and paragraphs stay.
 */
export function translate(tr: Transaction, state: EditorState): Translation {
  const simple: Splice[] = [];
  for (const [index, step] of tr.steps.entries()) {
    const splice = simpleSplice(step, tr.docs[index] ?? state.doc);
    if (splice === null) return rewrite(tr, state);
    simple.push(splice);
  }
  return { splices: simple, transaction: tr, hints: [] };
}

function simpleSplice(step: unknown, doc: Node): Splice | null {
  if (!(step instanceof ReplaceStep)) return null;
  const { from, to, slice } = step;
  const $from = doc.resolve(from);
  const paragraph = $from.parent;
  if (paragraph.type.name !== "paragraph" || to > $from.end()) return null;
  if (slice.openStart > 0 || slice.openEnd > 0) return null;
  let words = "";
  for (let index = 0; index < slice.content.childCount; index++) {
    const child = slice.content.child(index);
    if (!child.isText) return null;
    words += child.text ?? "";
  }
  if (plainWords(words).words !== words) return null;
  const start = $from.parentOffset;
  const end = start + (to - from);
  let atoms = false;
  paragraph.nodesBetween(start, end, (child) => void (atoms ||= !child.isText));
  if (atoms && end > start) return null;
  const at = toUnits(paragraph, start);
  return spliceIn(paragraph, at, toUnits(paragraph, end) - at, words);
}

function spliceIn(paragraph: Node, at: number, count: number, insert: string): Splice {
  return { paragraph: String(paragraph.attrs.id), at, delete: count, insert };
}

function rewrite(tr: Transaction, state: EditorState): Translation {
  const range = changedRange(tr);
  const own = sameDirection(tr, state.tr);
  if (range === null) return { splices: [], transaction: own, hints: ["structure"] };
  const typed = tr.doc.textBetween(range.newFrom, range.newTo, "\n", "");
  const { words, hints } = plainWords(typed.replace(/^\n+|\n+$/g, ""));
  const runs = deletableRuns(state.doc, range.from, range.to);
  if (runs.anchors) hints.push("anchors");
  if (runs.paragraphs > 1) hints.push("structure");
  const first = runs.runs[0];
  if (first === undefined) return { splices: [], transaction: own, hints: ["structure"] };
  const splices = runs.runs.map((run, index) => ({ ...run, insert: index === 0 ? words : "" }));
  // From the end, so that each splice is right in the text that the ones before it have left.
  splices.reverse();
  const used = splices.filter((splice) => splice.delete > 0 || splice.insert !== "");
  for (const splice of used) applySplice(own, splice);
  const caret = positionOf(own.doc, { paragraph: first.paragraph, at: first.at });
  if (caret !== null) {
    own.setSelection(TextSelection.create(own.doc, caret + words.length));
  }
  return { splices: used, transaction: own.scrollIntoView(), hints };
}

/** What a transaction replaced, as one range of the old and of the new document. */
function changedRange(tr: Transaction) {
  let newFrom = Infinity;
  let newTo = -Infinity;
  tr.mapping.maps.forEach((map, index) => {
    const later = tr.mapping.slice(index + 1);
    map.forEach((_from, _to, start, end) => {
      newFrom = Math.min(newFrom, later.map(start, -1));
      newTo = Math.max(newTo, later.map(end, 1));
    });
  });
  if (newFrom > newTo) return null;
  const back = tr.mapping.invert();
  return { newFrom, newTo, from: back.map(newFrom, -1), to: back.map(newTo, 1) };
}

/** The parts of a range that may be deleted: within paragraphs, around hidden ranges, which keep their words. */
function deletableRuns(doc: Node, from: number, to: number) {
  const runs: Splice[] = [];
  let anchors = false;
  let paragraphs = 0;
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.type.name !== "paragraph") return true;
    const start = Math.max(0, from - pos - 1);
    const end = Math.min(node.content.size, to - pos - 1);
    if (start > end) return false;
    paragraphs += 1;
    let runStart = start;
    let offset = 0;
    const close = (runEnd: number) => {
      const at = toUnits(node, runStart);
      runs.push(spliceIn(node, at, toUnits(node, runEnd) - at, ""));
    };
    node.forEach((child) => {
      const inside = offset >= start && offset + child.nodeSize <= end;
      if (inside && !child.isText) anchors = true;
      if (inside && child.type.name === "decided") {
        close(offset);
        runStart = offset + child.nodeSize;
      }
      offset += child.nodeSize;
    });
    close(end);
    return false;
  });
  return { runs, anchors, paragraphs };
}

/** Does to the editor's document what the core does with a splice: words in the range go, whatever else is there stays. */
export function applySplice(tr: Transaction, splice: Splice): void {
  const pos = paragraphPositions(tr.doc).get(splice.paragraph);
  const paragraph = pos === undefined ? null : tr.doc.nodeAt(pos);
  if (pos === undefined || paragraph === null) return;
  const end = splice.at + splice.delete;
  const words: { from: number; to: number }[] = [];
  let units = 0;
  let offset = pos + 1;
  paragraph.forEach((child) => {
    const size = unitsOf(child);
    if (child.isText) {
      const from = Math.max(splice.at, units);
      const to = Math.min(end, units + size);
      if (from < to) words.push({ from: offset + from - units, to: offset + to - units });
    }
    units += size;
    offset += child.nodeSize;
  });
  for (const { from, to } of words.reverse()) tr.delete(from, to);
  if (splice.insert === "") return;
  const at = positionOf(tr.doc, { paragraph: splice.paragraph, at: splice.at });
  if (at !== null) tr.insertText(splice.insert, at);
}
