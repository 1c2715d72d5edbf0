import type { Node } from "prosemirror-model";
import type { BracketView, ParagraphView, Piece } from "../src/contract";
import { buildParagraph, surroundings } from "../src/editor/build";
import { schema } from "../src/editor/schema";

/** Pieces from a line: `[1 words]1` is bracket 1, `|1` its branch line, `*` a note call, `**bold**` bold. */
export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  let bold = false;
  for (const part of line.split(/(\*\*|\*|\[\d|\]\d|\|\d)/)) {
    const id = part[1] ?? "";
    if (part === "**") bold = !bold;
    else if (part === "*") found.push({ t: "note", id: "n", sign: "*" });
    else if (/^\[\d$/.test(part)) found.push({ t: "open", id });
    else if (/^\]\d$/.test(part)) found.push({ t: "close", id });
    else if (/^\|\d$/.test(part)) found.push({ t: "or", id });
    else if (part !== "") found.push(bold ? { t: "text", s: part, b: true } : { t: "text", s: part });
  }
  return found;
}

export function paragraph(id: string, line: string, more: Partial<ParagraphView> = {}): ParagraphView {
  const content = pieces(line);
  const place = { parent: null, depth: 0, level: 0, label: null, idea: null, sources: [] };
  const proposed = { addedIn: null, joinedTo: null };
  const versions = { variantOf: null, baseOf: [], standing: "open" as const, agreement: null };
  return { id, kind: "operative", ...place, ...versions, ...proposed, content, ...more };
}

export function bracket(
  id: string,
  state: BracketView["state"] = "open",
  more: Partial<BracketView> = {},
): BracketView {
  const who = {
    openedBy: "",
    delegation: "",
    openedAt: 0,
    wish: "retain" as const,
    reason: "",
    inserts: false,
    replacement: null,
  };
  const where = {
    depth: 1,
    wholeDraft: false,
    paragraph: null,
    place: "",
    words: "",
    linked: [],
    correlated: [],
    joined: [],
    offers: [],
    question: null,
  };
  const choice = { branches: [""], picked: null };
  return { id, number: Number(id), state, ...who, ...where, ...choice, ...more };
}

/** A document of the lines, in paragraphs `a`, `b`, `c` …; `deleted` names brackets that were decided away, `picked` the
 *  branch that stays of a choice. */
export function doc(lines: string[], deleted: string[] = [], picked: Record<string, number | null> = {}): Node {
  const paragraphs = lines.map((line, index) => paragraph(String.fromCharCode(97 + index), line));
  const brackets = deleted.map((id) => bracket(id, "deleted"));
  for (const [id, branch] of Object.entries(picked)) brackets.push(bracket(id, "picked", { picked: branch }));
  const around = surroundings({ paragraphs, brackets });
  return schema.nodes.doc.create(
    null,
    paragraphs.map((one) => buildParagraph(one, around)),
  );
}

/** A document as lines again, hidden ranges as `{units}`. */
export function lines(node: Node): string[] {
  const found: string[] = [];
  node.descendants((block) => {
    if (block.type.name !== "paragraph") return true;
    let line = "";
    block.forEach((child) => {
      const { id, len } = child.attrs as { id: string; len: number };
      const signs: Record<string, string> = {
        open: `[${id}`,
        close: `]${id}`,
        or: `|${id}`,
        note: "*",
        decided: `{${len}}`,
      };
      const bold = child.marks.length > 0 ? "**" : "";
      line += child.isText ? `${bold}${child.text ?? ""}${bold}` : (signs[child.type.name] ?? "?");
    });
    found.push(line);
    return false;
  });
  return found;
}
