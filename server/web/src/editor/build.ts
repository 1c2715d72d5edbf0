import { Fragment, type Mark, type Node } from "prosemirror-model";
import type { DraftView, ParagraphView, Piece, TextPiece } from "../contract";
import { hiddenAtStart, hiddenBrackets, HidingScan, type Around, type Hidden } from "../draft/hidden";
import { lengthOf } from "../draft/lookup";
import { schema, type ParagraphAttrs } from "./schema";

/** What a paragraph needs to know of the rest of the draft to be built. */
export interface Surroundings {
  hidden: Hidden;
  starts: ReadonlyMap<string, readonly Around[]>;
}

export function surroundings(view: Pick<DraftView, "paragraphs" | "brackets">): Surroundings {
  const hidden = hiddenBrackets(view.paragraphs, view.brackets);
  return { hidden, starts: hiddenAtStart(view.paragraphs, hidden) };
}

export function buildParagraph(paragraph: ParagraphView, around: Surroundings): Node {
  const inside = around.starts.get(paragraph.id) ?? [];
  const attrs: ParagraphAttrs = {
    id: paragraph.id,
    kind: paragraph.kind,
    label: paragraph.label,
    depth: paragraph.depth,
    level: paragraph.level,
    idea: paragraph.idea,
    sources: paragraph.sources,
    standing: paragraph.standing,
    variantOf: paragraph.variantOf,
    baseOf: paragraph.baseOf,
    agreement: paragraph.agreement,
    addedIn: paragraph.addedIn,
    joinedTo: paragraph.joinedTo,
  };
  const content = Fragment.fromArray(inline(paragraph.content, around.hidden, inside));
  return schema.nodes.paragraph.create(attrs, content);
}

/** The whole draft as a document of the editor. Notes go to the end. */
export function buildDoc(view: DraftView): Node {
  const around = surroundings(view);
  const children = new Map<string, ParagraphView[]>();
  const byId = new Map(view.paragraphs.map((p) => [p.id, p]));
  for (const paragraph of view.paragraphs) {
    if (paragraph.parent === null) continue;
    const siblings = children.get(paragraph.parent) ?? [];
    siblings.push(paragraph);
    children.set(paragraph.parent, siblings);
  }
  const inTable = (paragraph: ParagraphView): boolean => {
    for (let parent = paragraph.parent; parent !== null;) {
      const above = byId.get(parent);
      if (above === undefined) return false;
      if (above.kind === "table") return true;
      parent = above.parent;
    }
    return false;
  };
  const flat = (paragraph: ParagraphView): Node[] => [
    buildParagraph(paragraph, around),
    ...(children.get(paragraph.id) ?? []).flatMap(flat),
  ];
  const blocks: Node[] = [];
  const notes: Node[] = [];
  for (const paragraph of view.paragraphs) {
    if (inTable(paragraph)) continue;
    if (paragraph.kind === "table") blocks.push(table(paragraph, children, flat));
    else if (paragraph.kind === "note") notes.push(buildParagraph(paragraph, around));
    else if (paragraph.kind !== "row" && paragraph.kind !== "headRow") {
      blocks.push(buildParagraph(paragraph, around));
    }
  }
  return schema.nodes.doc.create(null, [...blocks, ...notes]);
}

function table(
  paragraph: ParagraphView,
  children: ReadonlyMap<string, ParagraphView[]>,
  flat: (paragraph: ParagraphView) => Node[],
): Node {
  const rows = (children.get(paragraph.id) ?? []).map((row) => {
    const head = row.kind === "headRow";
    const cells = (children.get(row.id) ?? []).map((cell) => schema.nodes.cell.create({ head }, flat(cell)));
    return schema.nodes.row.create({ id: row.id, head }, cells);
  });
  return schema.nodes.table.create({ id: paragraph.id }, rows);
}

function inline(content: readonly Piece[], hidden: Hidden, aroundStart: readonly Around[]): Node[] {
  const nodes: Node[] = [];
  const scan = new HidingScan(hidden, aroundStart);
  let bracket = "";
  let len = 0;
  const flush = () => {
    if (len > 0) nodes.push(schema.nodes.decided.create({ bracket, len }));
    len = 0;
  };
  for (const piece of content) {
    const hider = scan.take(piece);
    if (hider === null) nodes.push(...visible(piece));
    else {
      if (len === 0) bracket = hider;
      len += lengthOf(piece);
    }
    // What is hidden ends here: behind it stands a place of its own.
    if (scan.hider === null) flush();
  }
  flush();
  return nodes;
}

function visible(piece: Piece): Node[] {
  switch (piece.t) {
    case "text":
      return piece.s === "" ? [] : [schema.text(piece.s, marksOf(piece))];
    case "note":
      return [schema.nodes.note.create({ id: piece.id, sign: piece.sign })];
    case "erased":
      return [schema.nodes.erased.create({ id: piece.id })];
    case "split":
      return [schema.nodes.split.create({ id: piece.id, state: piece.state, label: piece.label })];
    case "open":
    case "close":
    case "or":
      return [schema.nodes[piece.t].create({ id: piece.id })];
  }
}

function marksOf(piece: TextPiece): Mark[] {
  const marks: Mark[] = [];
  if (piece.b === true) marks.push(schema.marks.bold.create());
  if (piece.i === true) marks.push(schema.marks.italic.create());
  if (piece.u === true) marks.push(schema.marks.underline.create());
  return marks;
}
