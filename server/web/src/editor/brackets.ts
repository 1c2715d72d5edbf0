import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { BracketView } from "../contract";
import { branchesOf } from "../draft/choices";
import { delegationName } from "../draft/lookup";
import { i18n, t } from "../i18n/i18n.svelte";
import { element } from "./dom";
import { isReconciling, lookOf, withLook, type Look } from "./look";
import { bracketAround, bracketRanges, paletteStep, type BracketRange } from "./ranges";

interface BracketsState {
  look: Look;
  edges: DecorationSet;
}

export const bracketsKey = new PluginKey<BracketsState>("brackets");

const caches = new WeakMap<Node, Map<string, BracketRange>>();

/** The ranges of the brackets, worked out once for each version of the document. */
export function rangesOf(doc: Node): Map<string, BracketRange> {
  let ranges = caches.get(doc);
  if (ranges === undefined) {
    ranges = bracketRanges(doc);
    caches.set(doc, ranges);
  }
  return ranges;
}

/** Colours edges by depth, tells who opened a bracket, and tints the range that is looked at. */
export function bracketsPlugin(first: Look, onSelect: (id: string) => void): Plugin<BracketsState> {
  const hover = (state: EditorState, target: EventTarget | null) => {
    const id = bracketOf(target);
    const look = bracketsKey.getState(state)?.look;
    return look === undefined || look.hovered === id ? null : { ...look, hovered: id };
  };
  return new Plugin({
    key: bracketsKey,
    state: {
      init: (_config, state) => ({ look: first, edges: edges(state.doc, first) }),
      apply(tr, value, _old, state) {
        const look = lookOf(tr) ?? value.look;
        // Typing moves marks; only anchors that come or go, or another look, need new ones.
        const fresh = look !== value.look || isReconciling(tr);
        if (!fresh && !tr.docChanged) return value;
        const moved = fresh ? edges(state.doc, look) : value.edges.map(tr.mapping, tr.doc);
        return { look, edges: moved };
      },
    },
    props: {
      decorations(state) {
        const value = bracketsKey.getState(state);
        return value?.edges.add(state.doc, tints(state, value.look));
      },
      handleDOMEvents: {
        mouseover(view, event) {
          const look = hover(view.state, event.target);
          if (look !== null) view.dispatch(withLook(view.state.tr, look));
          return false;
        },
      },
      handleClick(view, _pos, event) {
        const id = bracketOf(event.target);
        if (id === null || !view.dom.contains(event.target as globalThis.Node)) return false;
        onSelect(id);
        return false;
      },
    },
  });
}

function bracketOf(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  const anchor = target.closest<HTMLElement>(".anchor, .decided");
  return anchor?.dataset.id ?? null;
}

/** Who opened a bracket, in a few words. */
export function opener(bracket: BracketView): string {
  return delegationName(bracket.delegation) || bracket.openedBy || t("bracket-from-source");
}

export function describe(bracket: BracketView): string {
  return t("bracket-description", {
    number: i18n.number(bracket.number),
    who: opener(bracket),
    state: t(`state-${bracket.state}`),
  });
}

function hiddenWords(bracket: BracketView): string {
  if (bracket.state !== "picked") return t("bracket-deleted-words", { words: bracket.words });
  const others = branchesOf(bracket).filter(({ index }) => index !== bracket.picked);
  return t("bracket-unpicked-words", { words: others.map(({ words }) => words).join(" / ") });
}

function edges(doc: Node, look: Look): DecorationSet {
  const marks: Decoration[] = [];
  for (const range of rangesOf(doc).values()) {
    const bracket = look.brackets.get(range.id);
    if (bracket === undefined) continue;
    const step = paletteStep(bracket.depth);
    const named = look.showWho || look.selected === range.id || look.hovered === range.id;
    const classes = `depth-${step} is-${bracket.state}`;
    const attrs = { class: classes, title: describe(bracket) };
    if (range.open !== null) {
      const who = named ? { "data-who": opener(bracket), class: `${classes} is-named` } : {};
      marks.push(Decoration.node(range.open, range.open + 1, { ...attrs, ...who }));
    }
    for (const pos of [range.close, ...range.ors]) {
      if (pos !== null) marks.push(Decoration.node(pos, pos + 1, attrs));
    }
  }
  // Other words stand once, where the bracket opens.
  const replaced = new Set<string>();
  doc.descendants((node, pos) => {
    if (node.type.name !== "decided") return true;
    const bracket = look.brackets.get(String(node.attrs.bracket));
    const words = bracket === undefined ? "" : hiddenWords(bracket);
    marks.push(Decoration.node(pos, pos + 1, { title: words, "aria-label": words, role: "img" }));
    const came = bracket?.replacement ?? "";
    if (bracket !== undefined && came !== "" && !replaced.has(bracket.id)) {
      replaced.add(bracket.id);
      marks.push(
        Decoration.widget(pos + 1, () => element("ins", "replacement", came), { key: `${bracket.id} ${came}` }),
      );
    }
    return false;
  });
  return DecorationSet.create(doc, marks);
}

function tints(state: EditorState, look: Look): Decoration[] {
  const ranges = rangesOf(state.doc);
  const around = bracketAround(ranges, state.selection.head);
  const marks: Decoration[] = [];
  for (const id of new Set([look.selected, look.hovered, around])) {
    const bracket = id === null ? undefined : look.brackets.get(id);
    const range = id === null ? undefined : ranges.get(id);
    if (bracket === undefined || range === undefined) continue;
    if (bracket.state === "withdrawn" && id !== look.selected) continue;
    const settled = bracket.state === "kept" || bracket.state === "picked";
    if (settled && id === around && id !== look.selected) continue;
    const strong = id === look.selected || id === look.hovered;
    const classes = `tint depth-${paletteStep(bracket.depth)}${strong ? " tint-strong" : ""}`;
    for (const { from, to } of range.inner) {
      marks.push(Decoration.inline(from, to, { class: classes }));
    }
  }
  return marks;
}
