import type { Node } from "prosemirror-model";
import type { Splice } from "../contract";
import { hunks } from "./hunks";
import { fromUnits, toUnits } from "./units";

/**
 * Carries a splice from what the editor shows of a paragraph to what the core already holds. The two part only while an
 * input method composes there: then remote changes are in the core, and are held back from the screen.
 */
export function rebase(splice: Splice, shown: Node, held: Node): Splice {
  const all = hunks(shown, held);
  if (all.length === 0) return splice;
  const carry = (units: number, behind: boolean) => {
    const at = fromUnits(shown, units);
    let moved = at;
    for (const { from, to, newFrom, newTo } of all) {
      if (at < from || (at === from && !behind)) break;
      moved = at >= to ? at + newTo - to : Math.min(newFrom + at - from, newTo);
    }
    return toUnits(held, moved);
  };
  // What came in at the very beginning of the words that go is not among them.
  const at = carry(splice.at, splice.delete > 0);
  const end = Math.max(at, carry(splice.at + splice.delete, false));
  return { ...splice, at, delete: end - at };
}
