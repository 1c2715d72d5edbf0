import type { Node } from "prosemirror-model";
import type { NodeView, ViewMutationRecord } from "prosemirror-view";
import { i18n, t } from "../i18n/i18n.svelte";
import { button, element } from "./dom";
import { paragraphAttrs, type ParagraphAttrs } from "./schema";

/** What a person does to a paragraph as a whole. */
export interface ParagraphActions {
  /** Asks for its menu, beside a button. */
  menu(paragraph: string, at: HTMLElement): void;
  /** Asks for its standing. */
  standing(paragraph: string): void;
}

/** A paragraph on the page: idea | label and words | source. Only the words are for editing. */
export class ParagraphNodeView implements NodeView {
  readonly dom: HTMLElement;
  readonly contentDOM: HTMLElement;
  private readonly idea = aside("para-idea");
  private readonly label = aside("para-label");
  private readonly source = aside("para-source");
  private readonly note = aside("para-standing");
  private readonly menu: HTMLButtonElement;
  private shown: ParagraphAttrs | null = null;

  constructor(
    private node: Node,
    private readonly actions: ParagraphActions,
  ) {
    const attrs = paragraphAttrs(node);
    this.dom = element("div", "");
    this.dom.dataset.testid = "paragraph";
    this.contentDOM = element(tagOf(attrs), "para-text");
    const body = element("div", "para-body");
    this.menu = button("para-menu", "", () => actions.menu(paragraphAttrs(this.node).id, this.menu));
    this.menu.contentEditable = "false";
    // By keyboard the menu is opened from the text, with Shift and F10.
    this.menu.tabIndex = -1;
    this.menu.dataset.testid = "paragraph-menu";
    this.menu.setAttribute("aria-haspopup", "menu");
    body.append(this.label, this.contentDOM, this.note);
    if (isPlaced(attrs)) body.append(this.menu);
    this.dom.append(this.idea, body, this.source);
    this.render();
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const attrs = paragraphAttrs(node);
    const before = paragraphAttrs(this.node);
    if (attrs.id !== before.id || tagOf(attrs) !== tagOf(before)) return false;
    this.node = node;
    this.render();
    return true;
  }

  ignoreMutation(mutation: ViewMutationRecord): boolean {
    if (mutation.type === "selection") return false;
    return !this.contentDOM.contains(mutation.target);
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof HTMLButtonElement;
  }

  private render(): void {
    const attrs = paragraphAttrs(this.node);
    const empty = this.node.content.size === 0;
    this.dom.classList.toggle("is-empty", empty);
    if (empty) this.contentDOM.dataset.empty = t("paragraph-empty");
    else delete this.contentDOM.dataset.empty;
    if (attrs === this.shown) return;
    const previous = this.shown;
    this.shown = attrs;
    for (const name of previous === null ? [] : classesOf(previous)) this.dom.classList.remove(name);
    this.dom.classList.add("para", ...classesOf(attrs));
    this.dom.dataset.id = attrs.id;
    this.dom.dataset.kind = attrs.kind;
    this.dom.dataset.label = attrs.label ?? "";
    const name = t("paragraph-menu", { label: attrs.label ?? t("paragraph-without-number") });
    this.menu.setAttribute("aria-label", name);
    this.menu.title = name;
    this.label.textContent = attrs.label ?? "";
    this.label.classList.toggle("is-long", (attrs.label?.length ?? 0) > 4);
    this.idea.textContent = attrs.idea ?? "";
    this.source.replaceChildren(...attrs.sources.map((s) => element("span", "source", s)));
    this.renderStanding(attrs);
  }

  /** How far the paragraph is: words and a sign beside the colour. */
  private agreement(attrs: ParagraphAttrs): HTMLElement[] {
    if (attrs.agreement === null) return [];
    const made = button("agreement", t(`agreement-${attrs.agreement}`), () => this.actions.standing(attrs.id));
    made.dataset.testid = "agreement";
    made.title = t(`agreement-${attrs.agreement}-hint`);
    return [made];
  }

  private renderStanding(attrs: ParagraphAttrs): void {
    this.note.lang = i18n.tag;
    if (attrs.standing === "open") {
      const joined = element("span", "standing-text", t("standing-joined"));
      this.note.replaceChildren(...(attrs.joinedTo === null ? [] : [joined]), ...this.agreement(attrs));
      return;
    }
    const text = element("span", "standing-text", t(`standing-${attrs.standing}`));
    if (attrs.standing === "chosen" || attrs.standing === "gone") {
      this.note.replaceChildren(text, ...this.agreement(attrs));
      return;
    }
    const toggle = button("standing-toggle", t("standing-show"), () => {
      const open = this.dom.classList.toggle("is-expanded");
      toggle.setAttribute("aria-expanded", String(open));
      toggle.textContent = t(open ? "standing-hide" : "standing-show");
    });
    toggle.setAttribute("aria-expanded", "false");
    this.note.replaceChildren(text, toggle);
  }
}

function classesOf(attrs: ParagraphAttrs): string[] {
  const classes = [`kind-${attrs.kind}`, `is-${attrs.standing}`];
  if (attrs.agreement !== null) classes.push(`is-${attrs.agreement}`);
  if (attrs.depth > 0 && (attrs.kind === "subItem" || attrs.kind === "bullet")) {
    classes.push(`indent-${Math.min(attrs.depth, 4)}`);
  }
  if (attrs.kind === "heading") classes.push(`level-${Math.min(Math.max(attrs.level, 1), 4)}`);
  if (attrs.idea !== null) classes.push("has-idea");
  if (attrs.label !== null) classes.push("has-label");
  if (attrs.variantOf !== null) classes.push("is-variant");
  if (attrs.addedIn !== null) classes.push("is-added");
  if (attrs.joinedTo !== null) classes.push("is-joined");
  return classes;
}

function tagOf(attrs: ParagraphAttrs): "h1" | "h2" | "h3" | "h4" | "p" {
  if (attrs.kind === "title") return "h1";
  if (attrs.kind !== "heading") return "p";
  return attrs.level <= 1 ? "h2" : attrs.level === 2 ? "h3" : "h4";
}

/** Whether a paragraph stands in the run of the text: those of tables and the notes have no menu. */
function isPlaced(attrs: ParagraphAttrs): boolean {
  return !["table", "headRow", "row", "cell", "note"].includes(attrs.kind);
}

function aside(className: string): HTMLElement {
  const made = element("div", className);
  made.contentEditable = "false";
  return made;
}
