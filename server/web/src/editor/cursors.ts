import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Other } from "../contract";
import { delegationName } from "../draft/lookup";
import { element } from "./dom";
import { positionOf } from "./units";

const key = new PluginKey<DecorationSet>("cursors");
const OTHERS = "adref$others";

/** How many colours cursors have; a person keeps theirs for as long as the connection lasts. */
const COLOURS = 8;

export function cursorColour(connection: number): number {
  // Connections are counted up, so neighbours in a room differ.
  return Math.abs(connection) % COLOURS;
}

export function withOthers(tr: Transaction, others: readonly Other[]): Transaction {
  return tr.setMeta(OTHERS, others);
}

/** The carets and selections of the others. Between their messages they move with the text. */
export function cursorsPlugin(): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(tr, marks) {
        const others = tr.getMeta(OTHERS) as Other[] | undefined;
        if (others !== undefined) return DecorationSet.create(tr.doc, cursorMarks(tr.doc, others));
        return tr.docChanged ? marks.map(tr.mapping, tr.doc) : marks;
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

export function cursorMarks(doc: Node, others: readonly Other[]): Decoration[] {
  const marks: Decoration[] = [];
  for (const { connection, person, cursor } of others) {
    if (cursor === null) continue;
    const head = positionOf(doc, { paragraph: cursor.paragraph, at: cursor.head });
    const anchor = positionOf(doc, { paragraph: cursor.paragraph, at: cursor.anchor });
    if (head === null || anchor === null) continue;
    const colour = cursorColour(connection);
    const name = delegationName(person.delegation) || person.name;
    const flag = () => {
      const caret = element("span", `cursor cursor-${colour}`);
      caret.dataset.testid = "remote-cursor";
      caret.dataset.name = person.name;
      caret.append(element("span", "cursor-name", name));
      return caret;
    };
    // The key holds the place, so that the flag shows its name again when its owner moves.
    const identity = `${connection}:${cursor.paragraph}:${cursor.head}`;
    marks.push(Decoration.widget(head, flag, { key: identity, side: 10, ignoreSelection: true }));
    if (anchor !== head) {
      const [from, to] = anchor < head ? [anchor, head] : [head, anchor];
      marks.push(Decoration.inline(from, to, { class: `selected-by selected-by-${colour}` }));
    }
  }
  return marks;
}
