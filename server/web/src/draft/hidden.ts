import type { BracketView, ParagraphView } from "../contract";

/** The brackets whose words are decided away, as far as both edges stand in the text in order. */
export function hiddenBrackets(paragraphs: readonly ParagraphView[], brackets: readonly BracketView[]): Set<string> {
  const deleted = new Set(brackets.filter((b) => b.state === "deleted").map((b) => b.id));
  if (deleted.size === 0) return deleted;
  const opened = new Set<string>();
  const whole = new Set<string>();
  for (const paragraph of paragraphs) {
    for (const piece of paragraph.content) {
      if (piece.t === "open" && deleted.has(piece.id)) opened.add(piece.id);
      if (piece.t === "close" && opened.has(piece.id)) whole.add(piece.id);
    }
  }
  return whole;
}

/** For each paragraph that begins inside hidden brackets: which, the outermost first. */
export function hiddenAtStart(
  paragraphs: readonly ParagraphView[],
  hidden: ReadonlySet<string>,
): Map<string, readonly string[]> {
  const starts = new Map<string, readonly string[]>();
  if (hidden.size === 0) return starts;
  let running: readonly string[] = [];
  for (const paragraph of paragraphs) {
    if (running.length > 0) starts.set(paragraph.id, running);
    for (const piece of paragraph.content) {
      if (piece.t === "open" && hidden.has(piece.id)) running = [...running, piece.id];
      if (piece.t === "close") running = running.filter((id) => id !== piece.id);
    }
  }
  return starts;
}
