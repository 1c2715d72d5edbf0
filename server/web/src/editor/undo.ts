import type { Mark } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { Mapping, StepMap } from "prosemirror-transform";
import type { EditorView } from "prosemirror-view";

/** Something that a person did and that is not plain words: a bracket, a proposal, a position. */
export interface Done {
  /** Asked before anything is undone, words that go with it included; false when it stays, which the person is told. */
  ready?(): boolean;
  /** Takes it back; false when that was refused. It is not erased but withdrawn, and its life goes on being told. */
  undo(): boolean;
  /** Does it again, with all the words that went; null when that was refused. */
  redo(): Done | null;
  /** Whether what was typed in one go behind it is undone with it: both are one thing to the person. */
  begins?: boolean;
}

/** Words that went, and where they stood. */
interface Gone {
  pos: number;
  text: string;
  marks: readonly Mark[];
}

interface Range {
  from: number;
  to: number;
}

/** What was typed in one go: positions of the document as it is now. Whatever others put among the words that came parts them, so
 *  that undoing takes one's own words and no others. */
interface Typed {
  came: Range[];
  gone: Gone[];
  at: number;
}

type Entry = { deed: Done } | { typed: Typed };

/** Says of a transaction that it undoes or redoes. */
const BACK = "adref$back";
type Direction = "undo" | "redo";

/** Makes `tr` undo or redo as `of` does: for one that takes its place. */
export function sameDirection(of: Transaction, tr: Transaction): Transaction {
  return tr.setMeta(BACK, of.getMeta(BACK) as Direction | undefined);
}

/** Words typed within this time beside one another are undone as one. */
const ONE_GO_MS = 500;
const MOST = 500;

/**
 * One order of undoing for words and for whatever else a person did, of that person's acts alone. What cannot be taken back any
 * more stays, the person is told why, and the next time it is the turn of what was done before it.
 */
export class UndoStack {
  private done: Entry[] = [];
  private undone: Entry[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  did(deed: Done): void {
    this.push({ deed });
    this.undone = [];
  }

  /** The document has changed, by whomever. To be called for each transaction but those that are recorded. */
  map(mapping: Mapping): void {
    if (mapping.maps.length === 0) return;
    for (const entry of [...this.done, ...this.undone]) {
      if ("typed" in entry) for (const map of mapping.maps) carry(entry.typed, map);
    }
  }

  /** The person's own words have come and gone. */
  record(tr: Transaction): void {
    const direction = tr.getMeta(BACK) as Direction | undefined;
    const last = this.done.at(-1);
    const goesOn = direction === undefined && last !== undefined && "typed" in last && this.isOneGo(last.typed, tr);
    const typed: Typed = goesOn ? last.typed : { came: [], gone: [], at: 0 };
    for (const [index, step] of tr.steps.entries()) {
      const map = step.getMap();
      const before = tr.docs[index] ?? tr.doc;
      const came: Range[] = [];
      const gone: { after: number; piece: Gone }[] = [];
      map.forEach((oldStart, oldEnd, newStart, newEnd) => {
        // In the order of the text, also where several stood at one place.
        const after = typed.gone.filter(({ pos }) => pos <= oldStart).length;
        before.nodesBetween(oldStart, oldEnd, (node, pos) => {
          if (!node.isText) return;
          const range = { from: Math.max(pos, oldStart), to: Math.min(pos + node.nodeSize, oldEnd) };
          // What was typed in the same go and went again was never there.
          for (const { from, to } of without(range, typed.came)) {
            const text = (node.text ?? "").slice(from - pos, to - pos);
            gone.push({ after, piece: { pos: newStart, text, marks: node.marks } });
          }
        });
        if (newEnd > newStart) came.push({ from: newStart, to: newEnd });
      });
      for (const entry of [...this.done, ...this.undone]) if ("typed" in entry) carry(entry.typed, map);
      if (!goesOn) carry(typed, map);
      for (const [nth, { after, piece }] of gone.entries()) typed.gone.splice(after + nth, 0, piece);
      typed.came = joined([...typed.came, ...came]);
    }
    typed.at = this.now();
    if (direction === "undo") this.undone.push({ typed });
    else if (!goesOn) this.push({ typed });
    if (direction === undefined) this.undone = [];
  }

  undo(view: EditorView): boolean {
    const last = this.done.pop();
    if (last === undefined) return false;
    if ("deed" in last) {
      if (last.deed.ready?.() !== false && last.deed.undo()) this.undone.push(last);
      return true;
    }
    const begun = this.done.at(-1);
    if (begun === undefined || !("deed" in begun) || begun.deed.begins !== true) {
      return takeBack(view, last.typed, "undo") || this.undo(view);
    }
    this.done.pop();
    if (begun.deed.ready?.() === false) {
      // The words alone can still be undone.
      this.done.push(last);
      return true;
    }
    const kept = [...this.undone];
    takeBack(view, last.typed, "undo");
    // They come again with what they belong to.
    this.undone = kept;
    if (begun.deed.undo()) this.undone.push(begun);
    return true;
  }

  redo(view: EditorView): boolean {
    const last = this.undone.pop();
    if (last === undefined) return false;
    if ("typed" in last) return takeBack(view, last.typed, "redo") || this.redo(view);
    const deed = last.deed.redo();
    if (deed !== null) this.push({ deed });
    return true;
  }

  private push(entry: Entry): void {
    this.done.push(entry);
    if (this.done.length > MOST) this.done.shift();
  }

  /** Whether a transaction goes on with what was typed last: at once, and beside it. */
  private isOneGo(typed: Typed, tr: Transaction): boolean {
    if (this.now() - typed.at > ONE_GO_MS) return false;
    let beside = false;
    tr.mapping.maps[0]?.forEach((from, to) => {
      beside ||= typed.came.some((range) => from <= range.to && to >= range.from);
      beside ||= typed.gone.some(({ pos }) => from <= pos && to >= pos);
    });
    return beside;
  }
}

/** Takes away what came and brings what went, as one edit of the person; false when there is nothing left of it. */
function takeBack(view: EditorView, { came, gone }: Typed, direction: Direction): boolean {
  const { tr, schema } = view.state;
  for (const { from, to } of [...came].sort((a, b) => b.from - a.from)) tr.delete(from, to);
  // From the last: of several that stood at one place each comes before those behind it.
  for (const { pos, text, marks } of gone.toReversed()) {
    const at = tr.mapping.map(pos, -1);
    if (tr.doc.resolve(at).parent.inlineContent) tr.insert(at, schema.text(text, [...marks]));
  }
  if (!tr.docChanged) return false;
  view.dispatch(tr.setMeta(BACK, direction).scrollIntoView());
  return true;
}

/** Carries positions through a change. What is put among words that came parts them. */
function carry(typed: Typed, map: StepMap): void {
  typed.came = typed.came.flatMap((range) => {
    const parts: Range[] = [];
    let from = range.from;
    map.forEach((start, end) => {
      const inside = start === end ? start > range.from && start < range.to : start < range.to && end > range.from;
      if (!inside) return;
      parts.push({ from, to: Math.max(from, start) });
      from = Math.max(from, end);
    });
    parts.push({ from, to: range.to });
    const mapped = parts.map((part) => ({ from: map.map(part.from, 1), to: map.map(part.to, -1) }));
    return mapped.filter((part) => part.to > part.from);
  });
  for (const gone of typed.gone) gone.pos = map.map(gone.pos, -1);
}

/** The parts of a range that lie in none of some others. */
function without(range: Range, others: readonly Range[]): Range[] {
  let parts = [range];
  for (const other of others) {
    parts = parts.flatMap(({ from, to }) => [
      { from, to: Math.min(to, other.from) },
      { from: Math.max(from, other.to), to },
    ]);
    parts = parts.filter(({ from, to }) => to > from);
  }
  return parts.filter(({ from, to }) => to > from);
}

/** Ranges in order, those that touch as one. */
function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else all.push({ ...range });
  }
  return all;
}
