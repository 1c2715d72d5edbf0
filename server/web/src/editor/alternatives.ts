import type { Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { AlternativeView } from "../contract";
import { groups, isChosen, isOvertaken, versionLabel, type Group } from "../draft/alternatives";
import { i18n, t } from "../i18n/i18n.svelte";
import { button, element } from "./dom";
import { isReconciling, lookOf, type Look } from "./look";
import { paragraphPositions } from "./units";

export interface AlternativeActions {
  choose(set: string, variant: string | null): void;
  reopen(set: string): void;
  show(set: string): void;
}

interface AlternativesState {
  look: Look;
  marks: DecorationSet;
}

const key = new PluginKey<AlternativesState>("alternatives");

/** Groups the versions of one place: a rail along them, a header before them, a choice after each. */
export function alternativesPlugin(first: Look, actions: AlternativeActions): Plugin {
  return new Plugin<AlternativesState>({
    key,
    state: {
      init: (_config, state) => ({ look: first, marks: marks(state.doc, first, actions) }),
      apply(tr, value, _old, state) {
        const look = lookOf(tr) ?? value.look;
        const other = look.view !== value.look.view || look.mayDecide !== value.look.mayDecide;
        if (other || isReconciling(tr)) return { look, marks: marks(state.doc, look, actions) };
        if (!tr.docChanged) return { look, marks: value.marks };
        return { look, marks: value.marks.map(tr.mapping, tr.doc) };
      },
    },
    props: { decorations: (state) => key.getState(state)?.marks },
  });
}

function marks(doc: Node, look: Look, actions: AlternativeActions): DecorationSet {
  const found: Decoration[] = [];
  const positions = paragraphPositions(doc);
  const all = groups(look.view);
  for (const group of all) {
    const running = all.filter((other) => other.first <= group.first && other.last >= group.first);
    const start = positionAt(look, positions, group.first);
    if (start !== null) {
      const identity = `alt:${group.set.id}:${group.set.state}:${group.set.chosen ?? ""}:${isOvertaken(look.view, group.set)}:${look.mayDecide}:${i18n.language}`;
      const render = () => header(group, running, look, actions);
      found.push(Decoration.widget(start, render, { key: identity, side: -1, ...inert }));
    }
    for (let index = group.first; index <= group.last; index++) {
      const pos = positionAt(look, positions, index);
      const node = pos === null ? null : doc.nodeAt(pos);
      if (pos === null || node === null) continue;
      found.push(Decoration.node(pos, pos + node.nodeSize, { class: rails([group], look) }));
    }
    if (look.mayDecide && group.set.state === "open" && !isOvertaken(look.view, group.set)) {
      for (const variant of [null, ...group.set.variants]) {
        const version = variant ?? group.set.base[0];
        const pos = version === undefined ? undefined : positions.get(version);
        const node = pos === undefined ? null : doc.nodeAt(pos);
        if (pos === undefined || node === null) continue;
        const index = look.view.paragraphs.findIndex((p) => p.id === version);
        const lanes = all.filter((g) => g.first <= index && g.last >= index);
        const render = () => choice(group.set, variant, lanes, look, actions);
        const identity = `choose:${group.set.id}:${variant ?? ""}:${i18n.language}`;
        const after = pos + node.nodeSize;
        found.push(Decoration.widget(after, render, { key: identity, side: -2, ...inert }));
      }
    }
  }
  return DecorationSet.create(doc, found);
}

const inert = { ignoreSelection: true, stopEvent: () => true };

function positionAt(look: Look, positions: Map<string, number>, index: number): number | null {
  const id = look.view.paragraphs[index]?.id;
  return id === undefined ? null : (positions.get(id) ?? null);
}

function header(group: Group, running: Group[], look: Look, actions: AlternativeActions) {
  const { set } = group;
  const row = element("div", `alt-group ${rails(running, look)} is-first-${group.lane}`);
  row.contentEditable = "false";
  row.lang = i18n.tag;
  row.dataset.testid = "alternative-group";
  row.dataset.id = set.id;
  row.dataset.state = set.state;
  const versions = t("alternative-versions", { count: set.variants.length + 1 });
  const title = t("alternative-title", { label: set.label, versions });
  const chip = button("alt-chip", title, () => actions.show(set.id));
  const body = element("div", "alt-body");
  body.append(chip);
  if (isOvertaken(look.view, set)) {
    row.dataset.state = "overtaken";
    body.append(element("span", "alt-note", t("alternative-overtaken")));
  }
  if (set.state === "decided") {
    const variant = set.chosen === "base" ? null : set.chosen;
    const label = versionLabel(look.view, set, variant);
    const chosen = element("span", "alt-chosen", t("alternative-chosen", { label }));
    body.append(chosen);
    if (look.mayDecide) {
      const reopen = button("alt-action", t("alternative-reopen"), () => actions.reopen(set.id));
      reopen.dataset.testid = "reopen-alternative";
      body.append(reopen);
    }
  }
  row.append(body);
  return row;
}

function choice(set: AlternativeView, variant: string | null, lanes: Group[], look: Look, actions: AlternativeActions) {
  const row = element("div", `alt-choice ${rails(lanes, look)}`);
  row.contentEditable = "false";
  row.lang = i18n.tag;
  const label = versionLabel(look.view, set, variant);
  const choose = button("alt-action", t("alternative-choose", { label }), () => actions.choose(set.id, variant));
  choose.dataset.testid = "choose-variant";
  choose.dataset.set = set.id;
  choose.dataset.variant = variant ?? "base";
  choose.disabled = isChosen(set, variant);
  const body = element("div", "alt-body");
  body.append(choose);
  row.append(body);
  return row;
}

function rails(lanes: readonly Group[], look: Look): string {
  const state = ({ set }: Group) => (set.state === "open" && !isOvertaken(look.view, set) ? "open" : "decided");
  return lanes.map((group) => `rail-${group.lane} rail-${group.lane}-${state(group)}`).join(" ");
}
