import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { Point, Wish } from "../contract";

export interface OpenedBracket {
  id: string;
  from: Point;
  to: Point;
  wish: Wish;
  reason: string;
}

interface Kept {
  depth: number;
  bracket: OpenedBracket;
}

/** A footnote was added here: it is not taken back. */
interface Noted {
  depth: number;
  bracket: null;
}

/**
 * One order of undoing for words, which ProseMirror's history holds, and for brackets, which it cannot: a bracket is not
 * erased but withdrawn. Each bracket remembers how deep the history of words was when it was opened.
 */
export class UndoStack {
  private brackets: (Kept | Noted)[] = [];
  private withdrawn: Kept[] = [];

  opened(state: EditorState, bracket: OpenedBracket): void {
    this.brackets.push({ depth: undoDepth(state) as number, bracket });
    this.withdrawn = [];
  }

  noted(state: EditorState): void {
    this.brackets.push({ depth: undoDepth(state) as number, bracket: null });
    this.withdrawn = [];
  }

  /** Words were typed: what was undone cannot be redone. */
  edited(): void {
    this.withdrawn = [];
  }

  undo(view: EditorView, withdraw: (bracket: string) => boolean, noteStays: () => void): boolean {
    const last = this.brackets.at(-1);
    if (last === undefined || last.depth < (undoDepth(view.state) as number)) return this.words(view, undo);
    this.brackets.pop();
    if (last.bracket === null) {
      noteStays();
      return true;
    }
    const depth = redoDepth(view.state) as number;
    if (withdraw(last.bracket.id)) this.withdrawn.push({ depth, bracket: last.bracket });
    return true;
  }

  redo(view: EditorView, open: (bracket: OpenedBracket) => string | null): boolean {
    const last = this.withdrawn.at(-1);
    if (last === undefined || last.depth < (redoDepth(view.state) as number)) {
      return this.words(view, redo);
    }
    this.withdrawn.pop();
    const depth = undoDepth(view.state) as number;
    const id = open(last.bracket);
    if (id !== null) this.brackets.push({ depth, bracket: { ...last.bracket, id } });
    return true;
  }

  private words(view: EditorView, command: typeof undo): boolean {
    const withdrawn = this.withdrawn;
    const done = command(view.state, (tr) => view.dispatch(tr));
    this.withdrawn = withdrawn;
    return done;
  }
}
