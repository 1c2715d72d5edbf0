import type { DraftView } from "../contract";
import { mootedBy } from "../draft/alternatives";

/** Works out what client-core would: numbers, depths, words and standings. For development without it. */
export function refold(view: DraftView): void {
  const order: string[] = [];
  const running: string[] = [];
  const words = new Map<string, string>();
  const branches = new Map<string, string[]>();
  const place = new Map<string, { paragraph: string; label: string; depth: number }>();
  let label = "";
  for (const paragraph of view.paragraphs) {
    label = paragraph.label ?? label;
    for (const piece of paragraph.content) {
      if (piece.t === "open") {
        order.push(piece.id);
        running.push(piece.id);
        place.set(piece.id, { paragraph: paragraph.id, label, depth: running.length });
      } else if (piece.t === "close") {
        const at = running.lastIndexOf(piece.id);
        if (at !== -1) running.splice(at, 1);
      } else {
        const text = piece.t === "text" ? piece.s : piece.t === "or" ? "/" : "";
        for (const id of running) {
          words.set(id, (words.get(id) ?? "") + text);
          const own = branches.get(id) ?? [""];
          if (piece.t === "or" && piece.id === id) own.push("");
          else own.push((own.pop() ?? "") + text);
          branches.set(id, own);
        }
      }
    }
  }
  for (const bracket of view.brackets) {
    const at = place.get(bracket.id);
    bracket.number = order.indexOf(bracket.id) + 1;
    bracket.words = words.get(bracket.id) ?? "";
    bracket.branches = branches.get(bracket.id) ?? [""];
    bracket.paragraph = at?.paragraph ?? null;
    bracket.place = at?.label ?? "";
    bracket.depth = at?.depth ?? 1;
  }
  view.brackets.sort((a, b) => a.number - b.number);
  for (const paragraph of view.paragraphs) paragraph.standing = "open";
  for (const set of view.alternatives) {
    if (set.state !== "decided") continue;
    const variant = set.chosen === "base" ? null : set.chosen;
    const chosen = variant === null ? set.base : [variant];
    const moot = mootedBy(view, set, variant);
    for (const paragraph of view.paragraphs) {
      if (chosen.includes(paragraph.id) && paragraph.standing === "open") paragraph.standing = "chosen";
      if (moot.includes(paragraph.id)) paragraph.standing = "moot";
    }
  }
  view.open = {
    brackets: view.brackets.filter((b) => b.state === "open").length,
    alternatives: view.alternatives.filter((s) => s.state === "open").length,
    placeholders: view.paragraphs.filter((p) => p.kind === "placeholder").length,
    proposals: view.proposals.filter((p) => p.state === "open").length,
  };
}
