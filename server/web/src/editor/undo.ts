import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Point, Statement, Wish } from "../contract";

export interface OpenedBracket {
  id: string;
  from: Point;
  to: Point;
  wish: Wish;
  reason: string;
}

interface Kept {
  depth: number;
  act: { bracket: OpenedBracket } | { position: Statement };
}

/** How what is not words is undone and done again. */
export interface Undoing {
  withdraw(bracket: string): boolean;
  open(bracket: OpenedBracket): string | null;
  takeBack(position: Statement): boolean;
  take(position: Statement): boolean;
}

/**
 * One order of undoing for words, which ProseMirror's history holds, and for brackets and positions, which it cannot: a
 * bracket is not erased but withdrawn, a position is taken back. Each remembers how deep the history of words was then.
 */
export class UndoStack {
  private done: Kept[] = [];
  private undone: Kept[] = [];

  opened(state: EditorState, bracket: OpenedBracket): void {
    this.keep(state, { bracket });
  }

  took(state: EditorState, position: Statement): void {
    this.keep(state, { position });
  }

  private keep(state: EditorState, act: Kept["act"]): void {
    this.done.push({ depth: undoDepth(state) as number, act });
    this.undone = [];
  }

  /** Words were typed: what was undone cannot be redone. */
  edited(): void {
    this.undone = [];
  }

  undo(view: EditorView, how: Undoing): boolean {
    const last = this.done.at(-1);
    if (last === undefined || last.depth < (undoDepth(view.state) as number)) return this.words(view, undo);
    this.done.pop();
    const depth = redoDepth(view.state) as number;
    const { act } = last;
    const undone = "bracket" in act ? how.withdraw(act.bracket.id) : how.takeBack(act.position);
    if (undone) this.undone.push({ depth, act });
    return true;
  }

  redo(view: EditorView, how: Undoing): boolean {
    const last = this.undone.at(-1);
    if (last === undefined || last.depth < (redoDepth(view.state) as number)) {
      return this.words(view, redo);
    }
    this.undone.pop();
    const depth = undoDepth(view.state) as number;
    const { act } = last;
    if ("bracket" in act) {
      const id = how.open(act.bracket);
      if (id !== null) this.done.push({ depth, act: { bracket: { ...act.bracket, id } } });
    } else if (how.take(act.position)) this.done.push({ depth, act });
    return true;
  }

  private words(view: EditorView, command: typeof undo): boolean {
    const undone = this.undone;
    const done = command(view.state, (tr) => view.dispatch(tr));
    this.undone = undone;
    return done;
  }
}
