import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Act, Point, Splice } from "../contract";
import type { Room } from "../draft/room.svelte";
import { uuid } from "../uuid";
import { rangesOf } from "./brackets";
import { strikeIn, Strikes, withStrike, type Strike } from "./strikes";
import { pointAt, positionOf } from "./units";

/** What the negotiator needs of the editor. */
export interface Desk {
  readonly view: EditorView;
  readonly room: Room;
  /** The text of some paragraphs and its brackets have changed. */
  changed(paragraphs: readonly string[], structure: boolean): void;
  withdraw(bracket: string): boolean;
  /** Words were changed by bracket, and these brackets came of it. */
  proposed(brackets: readonly string[], at: Point): void;
}

/**
 * How a person's typing reads in a negotiation: what is written comes in a bracket of the own delegation, what is taken
 * away is bracketed with the wish "delete". Inside one's own proposal typing is typing.
 */
export class Negotiator {
  private readonly strikes = new Strikes(
    () => strikeIn(this.desk.view.state),
    (strike) => this.struck(strike),
  );

  /** The bracket around what an input method composes. */
  private composing: string | null = null;

  constructor(private readonly desk: Desk) {}

  /** Takes over an edit that may not be done as it is; false when it may. */
  takes(splices: readonly Splice[]): boolean {
    const { room, view } = this.desk;
    if (splices.every((splice) => room.isFree(splice))) {
      this.strikes.finish();
      return false;
    }
    // The browser is ahead of the state: what it has typed is drawn over.
    view.updateState(view.state);
    const [only] = splices;
    if (only !== undefined && splices.length === 1 && only.insert === "") this.strike(only);
    else for (const splice of splices) this.propose(this.withStrike(splice));
    return true;
  }

  /** What a splice is in the core while an input method composes: the screen must keep what the browser shows, so the bracket
   *  that comes around is drawn when the composition is over. */
  composed(splice: Splice): Act {
    if (this.desk.room.isFree(splice)) return { splice };
    this.composing = uuid();
    return { proposeWords: { id: this.composing, reason: "", ...splice } };
  }

  /** The composition is over, and drawn: the caret stays with the words. */
  composedAll(): void {
    const { view } = this.desk;
    const close = this.composing === null ? null : (rangesOf(view.state.doc).get(this.composing)?.close ?? null);
    this.composing = null;
    if (close !== null) {
      const { tr } = view.state;
      view.dispatch(tr.setSelection(TextSelection.create(tr.doc, close)));
    }
    this.tidy();
  }

  /** Makes a bracket of what is being taken away. To be called before the text changes by other hands, or other ways. */
  finish(): void {
    this.strikes.finish();
  }

  /** Takes back the own proposals that have no words any more. */
  tidy(): void {
    const { room, view } = this.desk;
    if (room.view.phase !== "negotiation" || view.composing) return;
    for (const [id, { open, close }] of rangesOf(view.state.doc)) {
      const bracket = room.bracket(id);
      const own = bracket?.inserts === true && bracket.delegation === room.person?.delegation;
      if (own && bracket.state === "open" && open !== null && close === open + 1) this.desk.withdraw(id);
    }
  }

  private strike(splice: Splice): void {
    const { view } = this.desk;
    const { selection } = view.state;
    const caret = pointAt(view.state.doc, selection.head);
    // Backspace goes on to the words before, Delete to those behind.
    const forwards = selection.empty && caret?.at === splice.at;
    const { paragraph, at, count } = this.strikes.add(splice);
    const { doc } = view.state;
    const [from, to] = [positionOf(doc, { paragraph, at }), positionOf(doc, { paragraph, at: at + count })];
    if (from === null || to === null) return;
    const tr = withStrike(view.state.tr, { from, to });
    view.dispatch(tr.setSelection(TextSelection.create(doc, forwards ? to : from)).scrollIntoView());
  }

  /** A splice together with what is being taken away beside it: what is typed then takes its place. */
  private withStrike(splice: Splice): Splice {
    const strike = this.strikes.take();
    if (strike === null) return splice;
    const { paragraph, at, count } = strike;
    const beside = splice.paragraph === paragraph && splice.at >= at && splice.at + splice.delete <= at + count;
    if (beside) return { ...splice, at, delete: count };
    this.propose({ ...spliceOf(strike), insert: "" });
    if (splice.paragraph !== paragraph) return splice;
    // The bracket that came has edges: places behind them have moved.
    const moved = splice.at >= at + count ? 2 : splice.at > at ? 1 : 0;
    return { ...splice, at: splice.at + moved };
  }

  /** Makes a bracket of what was taken away. A caret that has gone elsewhere stays there. */
  private struck(strike: Strike): void {
    const { doc, selection } = this.desk.view.state;
    const caret = pointAt(doc, selection.head);
    const there = selection.empty && caret?.paragraph === strike.paragraph && caret.at === strike.at;
    this.propose({ ...spliceOf(strike), insert: "" }, there);
  }

  private propose(splice: Splice, follows = true): void {
    const opened = this.proposeWords(splice, follows);
    if (opened === null || opened.length === 0) return;
    this.desk.proposed(opened, { paragraph: splice.paragraph, at: splice.at });
  }

  /** Changes words by bracket. The brackets that came; null if that was refused. */
  proposeWords(splice: Splice, follows = true): readonly string[] | null {
    const { room, view } = this.desk;
    view.dispatch(withStrike(view.state.tr, null));
    room.flush();
    room.refresh();
    const before = new Set(room.view.brackets.map(({ id }) => id));
    const id = uuid();
    const allowed = room.act({ proposeWords: { id, reason: "", ...splice } });
    if (!allowed) return null;
    room.refresh();
    this.desk.changed([splice.paragraph], true);
    const opened = room.view.brackets.filter((bracket) => !before.has(bracket.id)).map((bracket) => bracket.id);
    if (follows) this.placeCaret(id, opened, splice);
    return opened;
  }

  /** Behind what was written, or before what was taken away. */
  private placeCaret(id: string, opened: readonly string[], splice: Splice): void {
    const { view } = this.desk;
    const ranges = rangesOf(view.state.doc);
    const written = ranges.get(id)?.close ?? null;
    const struck = ranges.get(opened[0] ?? "")?.open ?? null;
    const at = written ?? (splice.insert === "" ? struck : null);
    const { tr } = view.state;
    if (at !== null) tr.setSelection(TextSelection.create(tr.doc, at));
    view.dispatch(tr);
  }
}

function spliceOf({ paragraph, at, count }: Strike): Omit<Splice, "insert"> {
  return { paragraph, at, delete: count };
}
