import type { EditorView } from "prosemirror-view";
import type { NewPlace, Point, Proposed, Statement, Wish } from "../contract";
import { slashes } from "../draft/choices";
import type { Room } from "../draft/room.svelte";
import { uuid } from "../uuid";
import type { Hint } from "./acts";
import { rangesOf } from "./brackets";
import type { Done } from "./undo";
import { pointAt } from "./units";

/** What deeds need of the editor. */
export interface Hands {
  readonly view: EditorView;
  readonly room: Room;
  hint(hint: Hint): void;
  /** The text of some paragraphs and its brackets have changed. */
  changed(paragraphs: readonly string[], structure: boolean): void;
  /** Puts the caret to where a footnote is called. */
  showCall(note: string): void;
  withdraw(bracket: string): boolean;
  withdrawProposal(proposal: string): boolean;
  /** Opens a bracket; its identity, or null if that was refused. */
  open(from: Point, to: Point, wish: Wish, reason: string): string | null;
  /** Changes words by bracket; the brackets that came, or null if that was refused. */
  proposeWords(at: Point, insert: string): readonly string[] | null;
  proposeParagraph(place: NewPlace, words: string, reason: string): { id: string; bracket: string } | null;
  propose(what: Proposed, reason: string): string | null;
}

/** What a person did beside typing, each with how it is taken back and done again; docs/decisions/0020 has the table. */
export class Deeds {
  constructor(private readonly hands: Hands) {}

  opened(id: string, from: Point, to: Point, wish: Wish, reason: string): Done {
    return {
      undo: () => this.hands.withdraw(id),
      redo: () => {
        // The edges of the withdrawn bracket are still there, without signs: the new one goes around what they hold.
        const [start, end] = [this.edge(id, "open") ?? from, this.edge(id, "close", 1) ?? to];
        const again = this.hands.open(start, end, wish, reason);
        return again === null ? null : this.opened(again, start, end, wish, reason);
      },
    };
  }

  /** Words that were changed by bracket: `brackets` came of it, around words to go and around words that were written. */
  proposedWords(brackets: readonly string[], at: Point): Done {
    const { room } = this.hands;
    const open = () => brackets.filter((id) => room.bracket(id)?.state === "open");
    let written = new Map<string, string>();
    return {
      begins: true,
      ready: () => {
        if (!this.mayTake(brackets)) return false;
        const inserts = open().filter((id) => room.bracket(id)?.inserts === true);
        written = new Map(inserts.map((id) => [id, this.wordsIn(id)]));
        return true;
      },
      // Emptied by undoing the words, a proposal has been taken back already.
      undo: () =>
        open()
          .map((id) => this.hands.withdraw(id))
          .every((done) => done),
      redo: () => {
        const again: string[] = [];
        for (const id of brackets) {
          const words = written.get(id);
          if (words === undefined) {
            const [from, to] = [this.edge(id, "open"), this.edge(id, "close", 1)];
            const opened = from && to && this.hands.open(from, to, "delete", "");
            if (opened) again.push(opened);
          } else again.push(...(this.hands.proposeWords(this.hidden(id) ?? at, words) ?? []));
        }
        return again.length === 0 ? null : this.proposedWords(again, at);
      },
    };
  }

  proposedParagraph(bracket: string, place: NewPlace, words: string, reason: string): Done {
    let written = words;
    return {
      ready: () => {
        if (!this.mayTake([bracket])) return false;
        written = this.wordsIn(bracket);
        return true;
      },
      undo: () => this.hands.withdraw(bracket),
      redo: () => {
        const again = this.hands.proposeParagraph(place, written, reason);
        return again === null ? null : this.proposedParagraph(again.bracket, place, written, reason);
      },
    };
  }

  proposed(id: string, what: Proposed, reason: string): Done {
    return {
      undo: () => this.hands.withdrawProposal(id),
      redo: () => {
        // Where it would have split stands a mark, though nobody sees it any more.
        const mark = "split" in what ? this.mark("split", id) : null;
        const again = mark === null ? what : { split: { at: mark } };
        const made = this.hands.propose(again, reason);
        return made === null ? null : this.proposed(made, again, reason);
      },
    };
  }

  joined(choice: string, brackets: readonly string[]): Done {
    return {
      undo: () => this.acts({ partChoice: { choice } }),
      redo: () => {
        const id = uuid();
        return this.acts({ joinChoice: { id, brackets: [...brackets] } }) ? this.joined(id, brackets) : null;
      },
    };
  }

  /** Brackets that became choices at their slashes. */
  split(brackets: readonly string[]): Done {
    const { room } = this.hands;
    return {
      undo: () => brackets.map((bracket) => this.acts({ eraseLines: { bracket } })).every((done) => done),
      redo: () => {
        const again = brackets.filter((bracket) => {
          room.refresh();
          const at = slashes(room.view, bracket);
          return at.length > 0 && this.acts({ splitBranches: { bracket, at } });
        });
        return again.length === 0 ? null : this.split(again);
      },
    };
  }

  /** `outer` stands around the words and the bracket that is an alternative to them. */
  offered(outer: string, bracket: string): Done {
    return {
      undo: () => this.hands.withdraw(outer),
      redo: () => {
        const from = this.edge(outer, "open", 1);
        const id = uuid();
        const done = from !== null && this.acts({ offerInstead: { id, bracket, from } });
        return done ? this.offered(id, bracket) : null;
      },
    };
  }

  addedNote(note: string): Done {
    const set = (withdrawn: boolean) => this.acts({ withdrawNote: { note, withdrawn } });
    return {
      undo: () => {
        if (!set(true)) return false;
        this.hands.showCall(note);
        return true;
      },
      redo: () => (set(false) ? this.addedNote(note) : null),
    };
  }

  said(statement: Statement): Done {
    const { room } = this.hands;
    const { kind, subject: id, stance, prefers, reason } = statement;
    return {
      undo: () => room.takePosition({ kind, id }, null) !== null,
      redo: () => (room.takePosition({ kind, id }, stance, prefers, reason) === null ? null : this.said(statement)),
    };
  }

  private acts(act: Parameters<Room["act"]>[0]): boolean {
    this.hands.room.flush();
    if (!this.hands.room.act(act)) return false;
    this.hands.changed([], true);
    return true;
  }

  /** Whether brackets may be taken back with what stands in them: words and brackets of others would go along. */
  private mayTake(brackets: readonly string[]): boolean {
    const { room } = this.hands;
    const held = brackets.some((id) => room.bracket(id)?.inserts === true && room.holdsOthers(id));
    if (held) this.hands.hint("others");
    return !held;
  }

  /** The words between the edges of a bracket in one paragraph, those of brackets in it that are open included. */
  private wordsIn(bracket: string): string {
    const { doc } = this.hands.view.state;
    const { open = null, close = null } = rangesOf(doc).get(bracket) ?? {};
    return open === null || close === null ? "" : doc.textBetween(open, close);
  }

  private edge(bracket: string, which: "open" | "close", beside = 0): Point | null {
    const { doc } = this.hands.view.state;
    const pos = rangesOf(doc).get(bracket)?.[which] ?? null;
    return pos === null ? null : pointAt(doc, pos + beside);
  }

  /** Where a bracket stands hidden. */
  private hidden(bracket: string): Point | null {
    return this.mark("decided", bracket);
  }

  private mark(type: "split" | "decided", id: string): Point | null {
    const { doc } = this.hands.view.state;
    let found: number | null = null;
    doc.descendants((node, pos) => {
      const names = type === "split" ? (node.attrs.id as unknown) : (node.attrs.bracket as unknown);
      if (found === null && node.type.name === type && names === id) found = pos;
      return found === null;
    });
    return found === null ? null : pointAt(doc, found);
  }
}
