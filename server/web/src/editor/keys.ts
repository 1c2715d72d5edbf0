import { keymap } from "prosemirror-keymap";
import { Selection, TextSelection, type Command, type Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { bracketsKey, rangesOf } from "./brackets";
import { bracketAround } from "./ranges";
import { anchorBracket } from "./schema";

export interface KeyActions {
  wrap(): boolean;
  openEmpty(): boolean;
  newParagraph(): void;
  undo(): boolean;
  redo(): boolean;
  history(): boolean;
  /** The menu of the paragraph at the caret. */
  menu(): boolean;
  /** Proposes to move the paragraph at the caret one place up or down. */
  move(direction: -1 | 1): boolean;
}

export function keys(actions: KeyActions): Plugin {
  const nothing: Command = () => {
    actions.newParagraph();
    return true;
  };
  return keymap({
    Enter: nothing,
    "Shift-Enter": nothing,
    "Mod-Enter": nothing,
    "Mod-[": () => actions.wrap(),
    "Mod-z": () => actions.undo(),
    "Mod-y": () => actions.redo(),
    "Shift-Mod-z": () => actions.redo(),
    "Alt-Enter": () => actions.history(),
    "Shift-F10": () => actions.menu(),
    ContextMenu: () => actions.menu(),
    "Alt-ArrowUp": () => actions.move(-1),
    "Alt-ArrowDown": () => actions.move(1),
    Backspace: besideAnchor(-1),
    "Mod-Backspace": besideAnchor(-1),
    Delete: besideAnchor(1),
    "Mod-Delete": besideAnchor(1),
  });
}

/** What typing `[` or `]` means: the signs themselves are never words. */
export function typedSign(view: EditorView, text: string, actions: KeyActions): boolean {
  if (text === "[" || text === "［") {
    return view.state.selection.empty ? actions.openEmpty() : actions.wrap();
  }
  if (text !== "]" && text !== "］") return false;
  leaveBracket(view.state, (tr) => view.dispatch(tr));
  return true;
}

/** Moves the caret past the closing edge of the bracket around it. */
export const leaveBracket: Command = (state, dispatch) => {
  const ranges = rangesOf(state.doc);
  const around = bracketAround(ranges, state.selection.head);
  const close = around === null ? null : (ranges.get(around)?.close ?? null);
  if (close === null) return false;
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, close + 1)).scrollIntoView());
  return true;
};

/** Backspace and Delete beside an anchor: the caret passes it, since anchors leave by decision only. One without a sign is
 *  passed without being noticed, and at the edge of a paragraph nothing is joined. */
function besideAnchor(direction: -1 | 1): Command {
  return (state, dispatch) => {
    const { selection } = state;
    if (!(selection instanceof TextSelection) || !selection.empty) return false;
    let $pos = selection.$head;
    for (;;) {
      const beside = direction < 0 ? $pos.nodeBefore : $pos.nodeAfter;
      if (beside === null) return true;
      if (beside.isText) break;
      const bracket = anchorBracket(beside);
      const unseen = beside.type.name === "split" && ["rejected", "withdrawn"].includes(String(beside.attrs.state));
      const seen = bracket === null ? !unseen : stateOf(state, bracket) === "open";
      $pos = state.doc.resolve($pos.pos + direction * beside.nodeSize);
      if (seen) {
        dispatch?.(state.tr.setSelection(Selection.near($pos, direction)));
        return true;
      }
    }
    if ($pos.pos === selection.head) return false;
    const length = lastCharacter((direction < 0 ? $pos.nodeBefore : $pos.nodeAfter)?.text ?? "", direction);
    const to = $pos.pos + direction * length;
    dispatch?.(state.tr.delete(Math.min($pos.pos, to), Math.max($pos.pos, to)).scrollIntoView());
    return true;
  };
}

function stateOf(state: Parameters<Command>[0], bracket: string): string {
  return bracketsKey.getState(state)?.look.brackets.get(bracket)?.state ?? "open";
}

/** The length of the character, as people count, at an end of `text`. */
function lastCharacter(text: string, direction: -1 | 1): number {
  const near = direction < 0 ? text.slice(-32) : text.slice(0, 32);
  const characters = Array.from(new Intl.Segmenter().segment(near), (part) => part.segment);
  return (direction < 0 ? characters.at(-1) : characters[0])?.length ?? 0;
}
