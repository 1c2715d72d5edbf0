import { EditorState, TextSelection, type Selection, type Transaction } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type { NewPlace, Point, Proposed, Statement, Wish } from "../contract";
import type { Room } from "../draft/room.svelte";
import { uuid } from "../uuid";
import { plainWords, translate, type Hint } from "./acts";
import { alternativesPlugin, type AlternativeActions } from "./alternatives";
import { bracketsKey, bracketsPlugin, rangesOf } from "./brackets";
import { buildDoc } from "./build";
import { commentsPlugin, withThreads, type Commenting } from "./comments";
import { cursorsPlugin, withOthers } from "./cursors";
import { Deeds } from "./deeds";
import { keys, typedSign, type KeyActions } from "./keys";
import { isOwn, withLook, type Look } from "./look";
import { Mirror } from "./mirror";
import { Negotiator } from "./negotiator";
import { ParagraphNodeView } from "./paragraph-view";
import { PresenceThrottle } from "./presence";
import { bracketAround } from "./ranges";
import { strikesPlugin } from "./strikes";
import { UndoStack, type Done } from "./undo";
import { paragraphPositions, pointAt, positionOf } from "./units";

export interface EditorActions extends AlternativeActions {
  selectBracket(id: string): void;
  /** A person wants to bracket the selection. */
  wrap(): void;
  hint(hint: Hint): void;
  /** The chair wants to agree, suspend or reopen a paragraph. */
  standing(paragraph: string): void;
  /** The menu of a paragraph is asked for, beside an element or the caret. */
  menu(paragraph: string, at: DOMRect): void;
  /** A paragraph is to be moved one place up or down. */
  move(paragraph: string, direction: -1 | 1): void;
  /** A person wants to comment on the selection. */
  comment(): boolean;
  /** A person points at words that somebody commented on. */
  selectThread(id: string): void;
}

/** What the editor is shown with, besides the text. */
export type Shown = Pick<Look, "selected" | "showWho">;

/** Binds ProseMirror to a room, paragraph by paragraph: what a person does becomes acts, what the core holds becomes text. */
export class DraftEditor {
  readonly view: EditorView;
  private readonly undo = new UndoStack();
  private readonly deeds: Deeds;
  private readonly mirror: Mirror;
  private readonly negotiator: Negotiator;
  private readonly presence: PresenceThrottle;
  private readonly stopListening: () => void;
  /** What the core reported during an act, to be shown after it. */
  private thread: string | null = null;
  private acting: { paragraphs: Set<string>; structure: boolean } | null = null;

  constructor(
    mount: HTMLElement,
    private readonly room: Room,
    private readonly actions: EditorActions,
    private shown: Shown,
    attributes: Record<string, string>,
  ) {
    const keyActions: KeyActions = {
      wrap: () => this.room.may("edit") && (actions.wrap(), true),
      openEmpty: () => this.openBracket(null, "retain", "") !== null,
      newParagraph: () => actions.hint("newline"),
      undo: () => this.undoLast(),
      redo: () => this.redoLast(),
      history: () => this.showHistory(),
      menu: () => this.menuAtCaret(),
      move: (direction) => {
        const point = this.caret();
        if (point !== null && this.room.may("edit")) actions.move(point.paragraph, direction);
        return point !== null;
      },
      comment: () => this.room.may("contribute") && actions.comment(),
      note: () => this.addNote(),
    };
    const look = this.look();
    this.view = new EditorView(mount, {
      state: EditorState.create({
        doc: buildDoc(room.view),
        plugins: [
          keys(keyActions),
          bracketsPlugin(look, actions.selectBracket),
          alternativesPlugin(look, actions),
          cursorsPlugin(),
          strikesPlugin(),
          commentsPlugin(actions.selectThread),
        ],
      }),
      editable: () => room.may("edit"),
      nodeViews: {
        paragraph: (node) =>
          new ParagraphNodeView(node, {
            menu: (id, at) => actions.menu(id, at.getBoundingClientRect()),
            standing: (id) => room.may("decide") && actions.standing(id),
          }),
      },
      // Whoever only reads gets a document with its headings, not a field.
      attributes: () => (room.may("edit") ? { ...attributes, role: "textbox", "aria-multiline": "true" } : attributes),
      dispatchTransaction: (tr) => this.dispatch(tr),
      handleTextInput: (view, _from, _to, text) => typedSign(view, text, keyActions),
      handleClick: (_view, _pos, event) => this.followCall(event.target),
      handlePaste: (_view, event) => this.paste(event),
      // Words are moved by cutting and pasting; dragging could move what is not words.
      handleDrop: () => true,
      handleDOMEvents: {
        blur: () => {
          this.negotiator.finish();
          room.flush();
          return false;
        },
        compositionend: () => {
          // The last text of the composition is read after this event.
          setTimeout(() => {
            this.mirror.release();
            if (!this.view.isDestroyed) this.negotiator.composedAll();
          }, 30);
          return false;
        },
      },
    });
    this.mirror = new Mirror(this.view, room);
    this.negotiator = new Negotiator({
      view: this.view,
      room,
      changed: (paragraphs, structure) => this.changed(paragraphs, structure),
      withdraw: (bracket) => this.withdraw(bracket),
      proposed: (brackets, at) => this.did(this.deeds.proposedWords(brackets, at)),
    });
    this.deeds = new Deeds({
      view: this.view,
      room,
      hint: actions.hint,
      changed: (paragraphs, structure) => this.changed(paragraphs, structure),
      showCall: (note) => this.showCall(note),
      withdraw: (bracket) => this.withdraw(bracket),
      withdrawProposal: (proposal) => this.withdrawProposal(proposal),
      open: (from, to, wish, reason) => this.openAround(from, to, wish, reason),
      proposeWords: ({ paragraph, at }, insert) => this.negotiator.proposeWords({ paragraph, at, delete: 0, insert }),
      proposeParagraph: (place, words, reason) => this.addParagraph(place, words, reason),
      propose: (what, reason) => this.addProposal(what, reason),
    });
    this.presence = new PresenceThrottle((cursor) => room.presence(cursor));
    this.stopListening = room.listen({
      arriving: () => this.readSelection(),
      changed: (paragraphs, structure) => this.hear(paragraphs, structure),
      others: () => this.showOthers(),
      standings: () => this.hear([], true),
      threads: () => this.showThreads(this.thread),
    });
  }

  destroy(): void {
    this.negotiator.finish();
    this.stopListening();
    this.presence.stop();
    this.view.destroy();
  }

  show(shown: Shown): void {
    this.shown = shown;
    this.refreshLook();
  }

  /** To be called when the room's view or what the person may do has changed. */
  refreshLook(): void {
    const hovered = bracketsKey.getState(this.view.state)?.look.hovered ?? null;
    this.view.setProps({});
    this.view.dispatch(withLook(this.view.state.tr, { ...this.look(), hovered }));
  }

  get selection(): Selection {
    return this.view.state.selection;
  }

  /** Marks the words that were commented on; those of one thread more than the others. */
  showThreads(current: string | null): void {
    this.thread = current;
    // In the middle of an act the browser is ahead of the state.
    if (this.acting !== null) setTimeout(() => this.view.isDestroyed || this.showThreads(this.thread));
    else this.view.dispatch(withThreads(this.view.state.tr, this.room.threads, current));
  }

  /** What a comment would be about: the selected words, as far as they stand in one paragraph, or the paragraph at the caret. */
  commentable(): Commenting | null {
    const { doc, selection } = this.view.state;
    const start = pointAt(doc, selection.from);
    if (start === null) return null;
    const { paragraph, at: from } = start;
    this.room.flush();
    const end = pointAt(doc, Math.min(selection.to, selection.$from.end()));
    if (selection.empty || end === null || end.at <= from) {
      return { place: { paragraph }, words: selection.$from.parent.textContent };
    }
    const words = doc.textBetween(selection.from, Math.min(selection.to, selection.$from.end()), " ");
    return { place: { words: { paragraph, from, to: end.at } }, words };
  }

  /** Puts the caret to a place of a paragraph and scrolls there. */
  focusWords(paragraph: string, at: number): boolean {
    const pos = positionOf(this.view.state.doc, { paragraph, at });
    return pos === null ? false : this.reveal(pos, this.view.domAtPos(pos).node);
  }

  /** The words under the selection, to be named in a dialog. */
  selectedWords(): string {
    const { from, to } = this.selection;
    return this.view.state.doc.textBetween(from, to, " ");
  }

  /** Opens a bracket around the selection, or an empty one at the caret; `null` if that was refused. */
  openBracket(range: { from: number; to: number } | null, wish: Wish, reason: string): string | null {
    const { doc, selection } = this.view.state;
    const { from, to } = range ?? { from: selection.head, to: selection.head };
    const start = pointAt(doc, from);
    const end = pointAt(doc, to);
    if (start === null || end === null) return null;
    this.negotiator.finish();
    this.room.flush();
    return this.openBetween(start, end, wish, reason);
  }

  /** Adds a footnote at the caret and goes on in it. */
  addNote(): boolean {
    const { doc, selection } = this.view.state;
    const at = pointAt(doc, selection.head);
    if (at === null || !this.room.may("edit")) return false;
    const id = uuid();
    this.room.flush();
    if (!this.room.act({ addNote: { id, at, words: "" } })) return false;
    this.room.refresh();
    this.changed([at.paragraph], true);
    this.did(this.deeds.addedNote(id));
    this.focusParagraph(id);
    this.view.focus();
    return true;
  }

  /** From a footnote's call to its words. */
  private followCall(target: EventTarget | null): boolean {
    const call = target instanceof Element ? target.closest<HTMLElement>(".note-call") : null;
    if (call?.dataset.note === undefined || !this.focusParagraph(call.dataset.note)) return false;
    this.view.focus();
    return true;
  }

  withdraw(bracket: string): boolean {
    if (!this.room.act({ withdrawBracket: { bracket } })) return false;
    this.changed([], true);
    return true;
  }

  /** Where the caret is, in the core's terms. */
  caret(): Point | null {
    return pointAt(this.view.state.doc, this.selection.head);
  }

  /** Proposes a paragraph; the caret goes into it. Its identity, or null if that was refused. */
  proposeParagraph(place: NewPlace, words: string, reason: string): string | null {
    const added = this.addParagraph(place, words, reason);
    if (added !== null) this.did(this.deeds.proposedParagraph(added.bracket, place, words, reason));
    return added?.id ?? null;
  }

  private addParagraph(place: NewPlace, words: string, reason: string): { id: string; bracket: string } | null {
    const [id, bracket] = [uuid(), uuid()];
    this.room.flush();
    if (!this.room.act({ proposeParagraph: { id, bracket, place, words, reason } })) return null;
    this.changed([id], true);
    const open = rangesOf(this.view.state.doc).get(bracket)?.open ?? null;
    if (open !== null) this.reveal(open + 1, this.view.domAtPos(open + 1).node);
    this.view.focus();
    return { id, bracket };
  }

  /** Proposes to move, split or merge. */
  propose(what: Proposed, reason: string): boolean {
    const id = this.addProposal(what, reason);
    if (id !== null) this.did(this.deeds.proposed(id, what, reason));
    return id !== null;
  }

  private addProposal(what: Proposed, reason: string): string | null {
    const id = uuid();
    this.room.flush();
    if (!this.room.act({ propose: { id, what, reason } })) return null;
    this.changed([], true);
    return id;
  }

  withdrawProposal(proposal: string): boolean {
    if (!this.room.act({ withdrawProposal: { proposal } })) return false;
    this.changed([], true);
    return true;
  }

  /** Proposes to delete a paragraph: a bracket around all of it, with that wish. */
  proposeDeletion(paragraph: string, reason: string): string | null {
    this.room.flush();
    const range = this.room.whole(paragraph);
    return range === null ? null : this.openBetween(range.from, range.to, "delete", reason);
  }

  focusParagraph(id: string): boolean {
    const pos = paragraphPositions(this.view.state.doc).get(id);
    return pos !== undefined && this.reveal(pos + 1, this.view.nodeDOM(pos));
  }

  focusBracket(id: string): boolean {
    const pos = this.placeOf(id);
    return pos !== null && this.reveal(pos + 1, this.view.nodeDOM(pos));
  }

  /** Scrolls as little as is needed to see a bracket; the caret stays. */
  keepInSight(id: string): void {
    const pos = this.placeOf(id);
    if (pos !== null) scrollTo(this.view.nodeDOM(pos), "nearest");
  }

  /** A position was taken beside the text: it is undone in its turn. */
  tookPosition(statement: Statement): void {
    this.did(this.deeds.said(statement));
  }

  /** Brackets were made one question beside the text. */
  joinedChoice(choice: string, brackets: readonly string[]): void {
    this.did(this.deeds.joined(choice, brackets));
  }

  /** Brackets were made choices at their slashes. */
  madeChoices(brackets: readonly string[]): void {
    this.did(this.deeds.split(brackets));
  }

  /** A bracket was offered beside the words before it; `outer` stands around both. */
  offeredInstead(outer: string, bracket: string): void {
    this.did(this.deeds.offered(outer, bracket));
  }

  private did(done: Done): void {
    this.undo.did(done);
  }

  undoLast(): boolean {
    this.negotiator.finish();
    return this.undo.undo(this.view);
  }

  redoLast(): boolean {
    this.negotiator.finish();
    return this.undo.redo(this.view);
  }

  private look(): Look {
    const { view, brackets } = this.room;
    return { view, brackets, hovered: null, mayDecide: this.room.may("decide"), ...this.shown };
  }

  private openBetween(from: Point, to: Point, wish: Wish, reason: string): string | null {
    const id = this.openAround(from, to, wish, reason);
    if (id !== null) this.did(this.deeds.opened(id, from, to, wish, reason));
    return id;
  }

  private openAround(from: Point, to: Point, wish: Wish, reason: string): string | null {
    const id = uuid();
    if (!this.room.act({ openBracket: { id, from, to, wish, reason } })) return null;
    this.room.refresh();
    this.changed([from.paragraph, to.paragraph], true);
    const open = rangesOf(this.view.state.doc).get(id)?.open ?? null;
    const { tr } = this.view.state;
    if (open !== null) tr.setSelection(TextSelection.create(tr.doc, open + 1));
    this.view.dispatch(tr);
    this.view.focus();
    return id;
  }

  private dispatch(tr: Transaction): void {
    if (isOwn(tr) || !tr.docChanged) {
      this.view.updateState(this.view.state.apply(tr));
      this.undo.map(tr.mapping);
    } else this.edit(tr);
    // Not after what others did: a room of hundreds would answer each change with hundreds of cursors.
    if (tr.selectionSet || (tr.docChanged && !isOwn(tr))) this.tellCursor();
  }

  private edit(tr: Transaction): void {
    if (!this.room.may("edit")) return;
    const before = this.view.state;
    const { splices, transaction, hints } = translate(tr, before);
    for (const hint of hints) this.actions.hint(hint);
    const { composing } = this.view;
    if (!composing && this.negotiator.takes(splices)) return;
    const heard = { paragraphs: new Set<string>(), structure: false };
    this.acting = heard;
    let allowed = true;
    for (const splice of splices) {
      heard.paragraphs.add(splice.paragraph);
      const carried = this.mirror.carry(splice);
      allowed &&= this.room.act(composing ? this.negotiator.composed(carried) : { splice: carried });
    }
    this.acting = null;
    // A refused act leaves the text as it was; ProseMirror draws over what the browser had typed.
    const done = allowed && splices.length > 0;
    this.view.updateState(done ? before.apply(transaction) : before);
    if (done) this.undo.record(transaction);
    this.changed([...heard.paragraphs], heard.structure);
    if (splices.some((splice) => splice.delete > 0)) this.negotiator.tidy();
  }

  /** The browser tells of a caret that was just put somewhere a moment later. Whatever is drawn before that would put it
   *  back where it was, and what is typed next would land there. */
  private readSelection(): void {
    if (this.acting === null) this.view.dom.ownerDocument.dispatchEvent(new Event("selectionchange"));
  }

  private showOthers(): void {
    // In the middle of an act the browser is ahead of the state; drawing now would undo what was typed.
    if (this.acting === null) this.view.dispatch(withOthers(this.view.state.tr, this.room.others));
    else setTimeout(() => this.view.isDestroyed || (this.readSelection(), this.showOthers()));
  }

  /** What the core reports. In the middle of an act the person's own transaction comes first. */
  private hear(paragraphs: readonly string[], structure: boolean): void {
    if (this.acting === null) {
      this.changed(paragraphs, structure);
      return;
    }
    for (const id of paragraphs) this.acting.paragraphs.add(id);
    this.acting.structure ||= structure;
  }

  private changed(paragraphs: readonly string[], structure: boolean): void {
    if (structure) this.mirror.all();
    else this.mirror.some(paragraphs);
    if (structure) this.refreshLook();
  }

  private paste(event: ClipboardEvent): boolean {
    const { words, hints } = plainWords(event.clipboardData?.getData("text/plain").trim() ?? "");
    for (const hint of hints) this.actions.hint(hint);
    if (words !== "") this.view.dispatch(this.view.state.tr.insertText(words).scrollIntoView());
    return true;
  }

  private showHistory(): boolean {
    const { doc, selection } = this.view.state;
    const bracket = bracketAround(rangesOf(doc), selection.head);
    if (bracket !== null) this.actions.selectBracket(bracket);
    return bracket !== null;
  }

  private menuAtCaret(): boolean {
    const point = this.caret();
    if (point === null) return false;
    const { left, top, bottom } = this.view.coordsAtPos(this.selection.head);
    this.actions.menu(point.paragraph, new DOMRect(left, top, 1, bottom - top));
    return true;
  }

  private tellCursor(): void {
    if (!this.view.hasFocus()) return;
    const { doc, selection } = this.view.state;
    const head = pointAt(doc, selection.head);
    const anchor = pointAt(doc, selection.anchor);
    if (head === null) return;
    const start = anchor?.paragraph === head.paragraph ? anchor.at : head.at;
    this.presence.tell({ paragraph: head.paragraph, anchor: start, head: head.at });
  }

  private reveal(caret: number, dom: globalThis.Node | null): boolean {
    const { tr } = this.view.state;
    this.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(caret))));
    scrollTo(dom, "center");
    return true;
  }

  private showCall(note: string): void {
    this.view.state.doc.descendants((node, at) => {
      if (node.type.name === "note" && node.attrs.id === note) this.reveal(at, this.view.domAtPos(at).node);
    });
  }

  /** Where a bracket begins, or stands hidden. */
  private placeOf(id: string): number | null {
    const { doc } = this.view.state;
    let pos = rangesOf(doc).get(id)?.open ?? null;
    doc.descendants((node, at) => {
      if (pos === null && node.type.name === "decided" && node.attrs.bracket === id) pos = at;
      return pos === null;
    });
    return pos;
  }
}

function scrollTo(dom: globalThis.Node | null, block: "center" | "nearest"): void {
  const target = dom instanceof Element ? dom : (dom?.parentElement ?? null);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target?.scrollIntoView({ block, behavior: calm ? "auto" : "smooth" });
}
