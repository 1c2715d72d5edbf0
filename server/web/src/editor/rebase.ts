import type { Node } from "prosemirror-model";
import type { Splice } from "../contract";
import { difference } from "./reconcile";
import { toUnits } from "./units";

/**
 * Carries a splice from what the editor shows of a paragraph to what the core already holds. The two part only while an
 * input method composes there: then remote changes are in the core, and are held back from the screen.
 */
export function rebase(splice: Splice, shown: Node, held: Node): Splice {
  const diff = difference(shown, held);
  if (diff === null) return splice;
  const from = toUnits(shown, diff.from);
  const oldTo = toUnits(shown, diff.oldTo);
  const newTo = toUnits(held, diff.newTo);
  const carry = (at: number) => {
    if (at <= from) return at;
    return at >= oldTo ? at + newTo - oldTo : Math.min(at, newTo);
  };
  const at = carry(splice.at);
  const end = Math.max(at, carry(splice.at + splice.delete));
  return { ...splice, at, delete: end - at };
}
