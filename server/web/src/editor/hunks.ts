import type { Node } from "prosemirror-model";

/** A replacement of a part of a paragraph's content: positions within the old and the new content. */
export interface Hunk {
  from: number;
  to: number;
  newFrom: number;
  newTo: number;
}

/** Beyond this many pairs the middle is replaced whole: a paragraph that is that different has no caret worth keeping. */
const MOST_PAIRS = 1_000_000;

/**
 * How the content of two paragraphs differs, as few small replacements in order: what is the same stays in place, and with
 * it carets, selections and the history of undoing. Works on characters, so no surrogate pair is ever cut.
 */
export function hunks(before: Node, after: Node): Hunk[] {
  if (before.content.eq(after.content)) return [];
  const a = tokens(before);
  const b = tokens(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const same = common(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const found: Hunk[] = [];
  const sizes = { a: offsets(a), b: offsets(b) };
  let [i, j] = [head, head];
  const push = (toA: number, toB: number) => {
    if (toA === i && toB === j) return;
    const hunk = { from: sizes.a[i] ?? 0, to: sizes.a[toA] ?? 0, newFrom: sizes.b[j] ?? 0, newTo: sizes.b[toB] ?? 0 };
    found.push(hunk);
  };
  for (const [x, y] of same) {
    push(head + x, head + y);
    [i, j] = [head + x + 1, head + y + 1];
  }
  push(a.length - tail, b.length - tail);
  return found;
}

/** One entry for each character with its marks and for each atom with its attributes; the first part is its length. */
function tokens(paragraph: Node): string[] {
  const found: string[] = [];
  paragraph.forEach((child) => {
    if (!child.isText) found.push(`1 ${child.type.name} ${JSON.stringify(child.attrs)}`);
    else {
      const marks = child.marks.map((mark) => mark.type.name).join("+");
      for (const character of child.text ?? "") found.push(`${character.length} ${marks} ${character}`);
    }
  });
  return found;
}

function offsets(all: readonly string[]): number[] {
  let offset = 0;
  return [0, ...all.map((token) => (offset += Number(token[0])))];
}

/** Pairs of places of a longest common subsequence. */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length * b.length > MOST_PAIRS) return [];
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  const length = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const longer = a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
      table[i * width + j] = longer;
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}
