import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Splice } from "../contract";

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
  return tr.setMeta(key, range).setMeta("addToHistory", false);
}

export class Strikes {
  private strike: Strike | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly finished: (strike: Strike) => void) {}

  /** Takes one more deletion in; whatever it does not touch is finished first. Answers all that is being taken away. */
  add({ paragraph, at, delete: count }: Splice): Strike {
    const before = this.strike;
    const end = at + count;
    const touches = before?.paragraph === paragraph && at <= before.at + before.count && end >= before.at;
    if (before !== null && !touches) this.finish();
    const from = touches ? Math.min(at, before.at) : at;
    const to = touches ? Math.max(end, before.at + before.count) : end;
    this.strike = { paragraph, at: from, count: to - from };
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.finish(), PAUSE_MS);
    return this.strike;
  }

  /** What is being taken away, to be made something of by the caller. */
  take(): Strike | null {
    if (this.timer !== null) clearTimeout(this.timer);
    const strike = this.strike;
    [this.timer, this.strike] = [null, null];
    return strike;
  }

  finish(): void {
    const strike = this.take();
    if (strike !== null) this.finished(strike);
  }
}
