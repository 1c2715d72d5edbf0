import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import type { EditorState } from "prosemirror-state";
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

interface Kept {
  /** How deep the history of words was when it was done, or taken back. */
  depth: number;
  done: Done;
  /** Whether words were undone with it: to do it again brings them too. */
  words: boolean;
}

/**
 * One order of undoing for words, which ProseMirror's history holds, and for whatever else a person did, which it cannot. What
 * cannot be taken back any more stays, the person is told why, and the next time it is the turn of what was done before it.
 */
export class UndoStack {
  private done: Kept[] = [];
  private undone: Kept[] = [];

  did(state: EditorState, done: Done): void {
    this.done.push({ depth: undoDepth(state) as number, done, words: false });
    this.undone = [];
  }

  /** Words were typed: what was undone cannot be redone. */
  edited(): void {
    this.undone = [];
  }

  undo(view: EditorView): boolean {
    const last = this.done.at(-1);
    const words = undoDepth(view.state) as number;
    const together = last?.done.begins === true && words === last.depth + 1;
    if (last === undefined || (last.depth < words && !together)) return this.words(view, undo);
    this.done.pop();
    if (last.done.ready?.() === false) return true;
    if (together) this.words(view, undo);
    const depth = redoDepth(view.state) as number;
    if (last.done.undo()) this.undone.push({ depth, done: last.done, words: together });
    return true;
  }

  redo(view: EditorView): boolean {
    const last = this.undone.at(-1);
    if (last === undefined || last.depth < (redoDepth(view.state) as number)) return this.words(view, redo);
    this.undone.pop();
    const depth = undoDepth(view.state) as number;
    const done = last.done.redo();
    if (last.words) forget(view);
    if (done !== null) this.done.push({ depth, done, words: false });
    return true;
  }

  private words(view: EditorView, command: typeof undo): boolean {
    const undone = this.undone;
    const done = command(view.state, (tr) => view.dispatch(tr));
    this.undone = undone;
    return done;
  }
}

/** The key under which ProseMirror's history puts what it makes of a transaction. */
const HISTORY = "history$";

/** Takes the next words out of what can be redone, without doing them. */
function forget(view: EditorView): void {
  redo(view.state, (tr) => {
    const made = tr.getMeta(HISTORY) as { redo: boolean; historyState: object } | undefined;
    const kept = (view.state as unknown as Record<string, { done: unknown } | undefined>)[HISTORY];
    if (made === undefined || kept === undefined) return;
    const historyState: object = Object.create(
      Object.getPrototypeOf(made.historyState) as object,
      Object.getOwnPropertyDescriptors(made.historyState),
    ) as object;
    Object.assign(historyState, { done: kept.done });
    view.dispatch(view.state.tr.setMeta(HISTORY, { redo: true, historyState }));
  });
}
