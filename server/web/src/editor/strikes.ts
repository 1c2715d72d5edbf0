import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Splice } from "../contract";
import { pointAt } from "./units";

/** Words that a person takes away key by key in a negotiation: they become one bracket when the person goes on to something
 *  else, or pauses. */
export interface Strike {
  paragraph: string;
  at: number;
  count: number;
}

const PAUSE_MS = 1_200;

const key = new PluginKey<DecorationSet>("strikes");

/** Shows the words that are being taken away, before there is a bracket around them. */
export function strikesPlugin(): Plugin<DecorationSet> {
  return new Plugin({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, marks) {
        const range = tr.getMeta(key) as { from: number; to: number } | null | undefined;
        if (range === undefined) return marks.map(tr.mapping, tr.doc);
        if (range === null) return DecorationSet.empty;
        return DecorationSet.create(tr.doc, [Decoration.inline(range.from, range.to, { class: "striking" })]);
      },
    },
    props: { decorations: (state: EditorState) => key.getState(state) },
  });
}

export function withStrike(tr: Transaction, range: { from: number; to: number } | null): Transaction {
  return tr.setMeta(key, range);
}

/** The words that are being taken away, where they stand by now: others may have changed the text around them. */
export function strikeIn(state: EditorState): Strike | null {
  const mark = key.getState(state)?.find()[0];
  const start = mark === undefined ? null : pointAt(state.doc, mark.from);
  const end = mark === undefined ? null : pointAt(state.doc, mark.to);
  if (start === null || start.paragraph !== end?.paragraph) return null;
  return { paragraph: start.paragraph, at: start.at, count: end.at - start.at };
}

export class Strikes {
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** `current` tells what is marked, `finished` takes it when the person goes on. */
  constructor(
    private readonly current: () => Strike | null,
    private readonly finished: (strike: Strike) => void,
  ) {}

  /** Takes one more deletion in; whatever it does not touch is finished first. Answers all that is being taken away. */
  add({ paragraph, at, delete: count }: Splice): Strike {
    const before = this.current();
    const end = at + count;
    const touches = before?.paragraph === paragraph && at <= before.at + before.count && end >= before.at;
    if (before !== null && !touches) this.finish();
    const from = touches ? Math.min(at, before.at) : at;
    const to = touches ? Math.max(end, before.at + before.count) : end;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.finish(), PAUSE_MS);
    return { paragraph, at: from, count: to - from };
  }

  /** What is being taken away, to be made something of by the caller. */
  take(): Strike | null {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    return this.current();
  }

  finish(): void {
    const strike = this.take();
    if (strike !== null) this.finished(strike);
  }
}
