/** A stretch of a comparison of two texts. */
export interface Change {
  kind: "same" | "added" | "removed";
  words: string;
}

/** What became of `before`, word by word: words as the language of the text divides them, since Chinese has no spaces. */
export function redline(before: string, after: string, language: string): Change[] {
  const a = wordsOf(before, language);
  const b = wordsOf(after, language);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) {
    tail += 1;
  }
  const changes: Change[] = [];
  const push = (kind: Change["kind"], words: string) => {
    if (words === "") return;
    const last = changes.at(-1);
    if (last?.kind === kind) last.words += words;
    else changes.push({ kind, words });
  };
  push("same", a.slice(0, head).join(""));
  const middle = compare(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  for (const { kind, words } of middle) push(kind, words);
  push("same", a.slice(a.length - tail).join(""));
  return changes;
}

/** Beyond this many pairs of words the middle is shown as replaced; nobody reads a redline of that size. */
const MOST_PAIRS = 4_000_000;

function compare(a: string[], b: string[]): Change[] {
  if (a.length * b.length > MOST_PAIRS) {
    return [
      { kind: "removed", words: a.join("") },
      { kind: "added", words: b.join("") },
    ];
  }
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  const common = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      table[i * width + j] = a[i] === b[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
    }
  }
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [old = "", fresh = ""] = [a[i], b[j]];
    if (i < a.length && j < b.length && old === fresh) {
      changes.push({ kind: "same", words: old });
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && common(i + 1, j) >= common(i, j + 1))) {
      changes.push({ kind: "removed", words: old });
      i += 1;
    } else {
      changes.push({ kind: "added", words: fresh });
      j += 1;
    }
  }
  return changes;
}

function wordsOf(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language === "und" ? undefined : language, {
    granularity: "word",
  });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}
