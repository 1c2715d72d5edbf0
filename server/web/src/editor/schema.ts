import { Schema, type Node } from "prosemirror-model";
import type { ParagraphView } from "../contract";

/** The attributes of a paragraph node: what the text shows of a ParagraphView besides its content. */
export type ParagraphAttrs = Pick<
  ParagraphView,
  | "id"
  | "kind"
  | "label"
  | "depth"
  | "level"
  | "idea"
  | "sources"
  | "standing"
  | "variantOf"
  | "baseOf"
  | "agreement"
  | "addedIn"
  | "joinedTo"
>;

/** A hidden range within one paragraph: a deleted bracket, or branches that were not picked. */
export interface DecidedAttrs {
  bracket: string;
  /** Length in UTF-16 units, anchors counting 1. */
  len: number;
}

function edge(type: "open" | "close" | "or", sign: string) {
  return {
    inline: true,
    atom: true,
    selectable: false,
    group: "inline",
    attrs: { id: { validate: "string" } },
    leafText: () => "",
    toDOM: (node: Node): [string, Record<string, string>, [string, Record<string, string>, string]] => [
      "span",
      {
        class: `anchor anchor-${type}`,
        "data-testid": `bracket-${type}`,
        "data-id": String(node.attrs.id),
      },
      ["span", { class: "sign" }, sign],
    ],
  };
}

/** The document of the editor. Paragraphs lie flat in reading order, since structure is not edited by typing; only tables
 *  nest, to be real tables. */
export const schema = new Schema({
  nodes: {
    doc: { content: "(paragraph | table)*" },
    paragraph: {
      content: "inline*",
      attrs: {
        id: { validate: "string" },
        kind: { default: "operative" },
        label: { default: null },
        depth: { default: 0 },
        level: { default: 0 },
        idea: { default: null },
        sources: { default: [] },
        standing: { default: "open" },
        variantOf: { default: null },
        baseOf: { default: [] },
        agreement: { default: null },
        addedIn: { default: null },
        joinedTo: { default: null },
      },
      defining: true,
      isolating: true,
      selectable: false,
      toDOM: () => ["p", 0],
    },
    table: {
      content: "row*",
      attrs: { id: {} },
      isolating: true,
      selectable: false,
      toDOM: (node) => ["table", { "data-id": String(node.attrs.id) }, ["tbody", 0]],
    },
    row: {
      content: "cell*",
      attrs: { id: {}, head: { default: false } },
      selectable: false,
      toDOM: (node) => ["tr", { "data-id": String(node.attrs.id) }, 0],
    },
    cell: {
      content: "paragraph*",
      attrs: { head: { default: false } },
      isolating: true,
      selectable: false,
      toDOM: (node) => (node.attrs.head ? ["th", { scope: "col" }, 0] : ["td", 0]),
    },
    text: { group: "inline" },
    open: edge("open", "["),
    close: edge("close", "]"),
    or: edge("or", "/"),
    note: {
      inline: true,
      atom: true,
      selectable: false,
      group: "inline",
      attrs: { id: { validate: "string" }, sign: { default: "*" } },
      leafText: () => "",
      toDOM: (node) => ["sup", { class: "note-call", "data-note": String(node.attrs.id) }, String(node.attrs.sign)],
    },
    split: {
      inline: true,
      atom: true,
      selectable: false,
      group: "inline",
      attrs: { id: { validate: "string" }, state: { default: "open" }, label: { default: null } },
      leafText: () => "",
      toDOM: (node) => [
        "span",
        {
          class: `split-mark is-${String(node.attrs.state)}`,
          "data-testid": "split-mark",
          "data-id": String(node.attrs.id),
          "data-label": String(node.attrs.label ?? ""),
        },
      ],
    },
    erased: {
      inline: true,
      atom: true,
      selectable: false,
      group: "inline",
      attrs: { id: { validate: "string" } },
      leafText: () => "",
      toDOM: () => ["span", { class: "erased" }],
    },
    decided: {
      inline: true,
      atom: true,
      selectable: false,
      group: "inline",
      attrs: { bracket: { validate: "string" }, len: { validate: "number" } },
      leafText: () => "",
      toDOM: (node) => [
        "span",
        { class: "decided", "data-testid": "bracket-decided", "data-id": String(node.attrs.bracket) },
      ],
    },
  },
  marks: {
    bold: { toDOM: () => ["strong", 0] },
    italic: { toDOM: () => ["em", 0] },
    underline: { toDOM: () => ["u", 0] },
  },
});

export function paragraphAttrs(node: Node): ParagraphAttrs {
  return node.attrs as ParagraphAttrs;
}

/** The bracket of an anchor, or null for words, notes and hidden ranges. */
export function anchorBracket(node: Node): string | null {
  const type = node.type.name;
  return type === "open" || type === "close" || type === "or" ? String(node.attrs.id) : null;
}
