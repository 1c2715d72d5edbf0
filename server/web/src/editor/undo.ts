import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

/** Something that a person did and that is not plain words: a bracket, a proposal, a position. */
export interface Done {
  /** Takes it back; false when that was refused. It is not erased but withdrawn, and its life goes on being told. */
  undo(): boolean;
  /** Does it again; null when that was refused. Absent where it has to be done anew by hand. */
  redo?(): Done | null;
  /** Whether what was typed in one go behind it is undone with it: both are one thing to the person. */
  begins?: boolean;
}

interface Kept {
  /** How deep the history of words was when it was done, or taken back. */
  depth: number;
  done: Done;
}

/** One order of undoing for words, which ProseMirror's history holds, and for whatever else a person did, which it cannot. */
export class UndoStack {
  private done: Kept[] = [];
  private undone: Kept[] = [];

  did(state: EditorState, done: Done): void {
    this.done.push({ depth: undoDepth(state) as number, done });
    this.undone = [];
  }

  /** Words were typed: what was undone cannot be redone. */
  edited(): void {
    this.undone = [];
  }

  undo(view: EditorView): boolean {
    const last = this.done.at(-1);
    const words = undoDepth(view.state) as number;
    if (last?.done.begins === true && words === last.depth + 1) this.words(view, undo);
    else if (last === undefined || last.depth < words) return this.words(view, undo);
    this.done.pop();
    const depth = redoDepth(view.state) as number;
    if (last.done.undo() && last.done.redo !== undefined) this.undone.push({ depth, done: last.done });
    return true;
  }

  redo(view: EditorView): boolean {
    const last = this.undone.at(-1);
    if (last === undefined || last.depth < (redoDepth(view.state) as number)) return this.words(view, redo);
    this.undone.pop();
    const depth = undoDepth(view.state) as number;
    const done = last.done.redo?.() ?? null;
    if (done !== null) this.done.push({ depth, done });
    return true;
  }

  private words(view: EditorView, command: typeof undo): boolean {
    const undone = this.undone;
    const done = command(view.state, (tr) => view.dispatch(tr));
    this.undone = undone;
    return done;
  }
}
