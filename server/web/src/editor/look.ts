import type { EditorState, Transaction } from "prosemirror-state";
import type { BracketView, DraftView } from "../contract";

/** What the marks of the text depend on besides the text. Changed by a transaction with the meta `LOOK`. */
export interface Look {
  view: DraftView;
  brackets: ReadonlyMap<string, BracketView>;
  /** The bracket whose history is open. */
  selected: string | null;
  hovered: string | null;
  showWho: boolean;
  mayDecide: boolean;
}

const LOOK = "adref$look";
/** Set on a transaction that brings the text in line with the core. */
const RECONCILED = "adref$reconciled";

export function withLook(tr: Transaction, look: Look): Transaction {
  return tr.setMeta(LOOK, look);
}

export function lookOf(tr: Transaction): Look | undefined {
  return tr.getMeta(LOOK) as Look | undefined;
}

export function reconciling(state: EditorState): Transaction {
  return state.tr.setMeta(RECONCILED, true);
}

export function isReconciling(tr: Transaction): boolean {
  return tr.getMeta(RECONCILED) === true;
}

/** Whether a transaction is the page's own and no edit of a person. */
export function isOwn(tr: Transaction): boolean {
  return isReconciling(tr) || lookOf(tr) !== undefined;
}
