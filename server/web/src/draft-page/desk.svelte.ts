import type { Preference, Stance, Subject, Thread, Told } from "../contract";
import { ReadThreads } from "../draft/read-threads.svelte";
import { decisionOn, slashes, together, type Verdict } from "../draft/choices";
import { signature, wordsOf } from "../draft/lookup";
import type { Room } from "../draft/room.svelte";
import type { Commenting } from "../editor/comments";
import type { DraftEditor } from "../editor/editor";
import { t } from "../i18n/i18n.svelte";
import { uuid } from "../uuid";

/** What somebody is about to propose of a paragraph. */
export type Intent = "after" | "before" | "under" | "alternative" | "delete" | "move" | "split" | "merge";

export interface Proposing {
  intent: Intent;
  paragraph: string;
  /** Where the caret was: a split is there. */
  at: number;
  /** For a move, the paragraph behind which it goes; null for the beginning. */
  target?: string | null;
  /** Words and a reason that are there already: those of a proposal beside the text. */
  words?: string;
  reason?: string;
}

export interface Ruling {
  proposal: string;
  verdict: "accept" | "reject" | "reopen";
}

export type Tab = "brackets" | "alternatives" | "history" | "notes" | "positions" | "comments";

export interface BracketQuestion {
  bracket: string;
  verdict: Verdict;
}

export interface ChoiceQuestion {
  set: string;
  /** A variant, `null` for the base, `undefined` to reopen the set. */
  variant: string | null | undefined;
}

/** What is open on the desk beside the text. */
export class DeskState {
  editor = $state.raw<DraftEditor | null>(null);
  tab = $state<Tab>("brackets");
  /** The bracket whose history is open. */
  bracket = $state<string | null>(null);
  /** The paragraph or the proposal whose life is open instead. */
  told = $state.raw<Told | null>(null);
  showWho = $state(false);
  sheetOpen = $state(false);
  shortcuts = $state(false);
  wrapping = $state.raw<{ from: number; to: number; words: string } | null>(null);
  deciding = $state.raw<BracketQuestion | null>(null);
  choosing = $state.raw<ChoiceQuestion | null>(null);
  /** The paragraph that is to be agreed, suspended or reopened. */
  standing = $state<string | null>(null);
  /** The phase is to be switched. */
  switching = $state(false);
  /** Whether the matrix of positions is open. */
  matrix = $state(false);
  /** The paragraph whose menu is open, and where on the screen. */
  menu = $state.raw<{ paragraph: string; at: DOMRect } | null>(null);
  proposing = $state.raw<Proposing | null>(null);
  ruling = $state.raw<Ruling | null>(null);
  /** The set whose versions are compared. */
  comparing = $state<string | null>(null);
  /** The thread of comments that is looked at. */
  thread = $state<string | null>(null);
  /** The bracket that begins with a slash and is to become a branch beside the words before it. */
  offering = $state<string | null>(null);
  commenting = $state.raw<Commenting | null>(null);
  readonly read: ReadThreads;

  constructor(private readonly room: Room) {
    if (room.view.kind === "reference") this.tab = "notes";
    this.read = new ReadThreads(room.view.slug);
  }

  showTab(tab: Tab): void {
    this.tab = tab;
    this.sheetOpen = true;
  }

  /** Opens the life of a bracket, and with `reveal` shows its place. */
  openHistory(id: string, reveal = false): void {
    this.bracket = id;
    this.told = null;
    this.tab = "history";
    this.sheetOpen = true;
    if (reveal) queueMicrotask(() => this.editor?.focusBracket(id));
    // The sheet of a small screen comes over the text: the bracket it tells of moves out from under it.
    else requestAnimationFrame(() => this.editor?.keepInSight(id));
  }

  /** Opens the life of a paragraph or a proposal. */
  openLife(told: Told): void {
    this.menu = null;
    this.told = told;
    this.tab = "history";
    this.sheetOpen = true;
  }

  revealParagraph(id: string): void {
    this.sheetOpen = false;
    this.editor?.focusParagraph(id);
  }

  askToWrap(): void {
    const selection = this.editor?.selection;
    if (selection === undefined || this.editor === null || !this.room.may("edit")) return;
    const { from, to } = selection;
    this.wrapping = { from, to, words: this.editor.selectedWords() };
  }

  /** Opens the dialog for a proposal. The caret is read now: the dialog takes it away. */
  propose(intent: Intent, paragraph: string, target?: string | null): void {
    const caret = this.editor?.caret() ?? null;
    const at = caret?.paragraph === paragraph ? caret.at : 0;
    this.menu = null;
    this.proposing = { intent, paragraph, at, ...(target === undefined ? {} : { target }) };
  }

  /** Asks what to say of the selection, or of the paragraph at the caret. */
  askToComment(): boolean {
    const about = this.editor?.commentable() ?? null;
    if (about === null || !this.room.may("contribute")) return false;
    this.commenting = about;
    return true;
  }

  /** Asks what to say of a paragraph. */
  commentOn(paragraph: string): void {
    const found = this.room.view.paragraphs.find((one) => one.id === paragraph);
    this.menu = null;
    this.commenting = { place: { paragraph }, words: wordsOf(found) };
  }

  /** Takes a proposal from beside the text into it: in brackets, in the place of the words that it is about, else as a
   *  paragraph behind the one that it is about, which the chair is asked about first. */
  takeIn(thread: Thread): void {
    const { paragraph, from, to } = thread.place;
    const first = thread.comments[0];
    if (paragraph === null || first === undefined) return;
    const words = first.text.replaceAll(/\s*\n\s*/g, " ").trim();
    const reason = t("taken-in-reason", { who: signature(first.by, first.delegation) });
    if (from === null || to === null) {
      this.proposing = { intent: "after", paragraph, at: 0, words, reason };
      return;
    }
    const id = uuid();
    const taken = { id, paragraph, at: from, delete: to - from, insert: words, reason };
    if (!this.room.act({ proposeWords: taken })) return;
    this.room.resolveComment(thread.id, true);
    this.openHistory(id, true);
  }

  /** Opens a thread in the list, and with `reveal` shows its place in the text. */
  openThread(id: string, reveal = false): void {
    this.thread = id;
    this.tab = "comments";
    this.sheetOpen = true;
    const thread = this.room.threads.find((one) => one.id === id);
    if (thread === undefined) return;
    this.read.note(thread);
    if (!reveal) return;
    const { bracket, paragraph } = thread.place;
    if (bracket !== null) this.editor?.focusBracket(bracket);
    else if (paragraph !== null) this.editor?.focusWords(paragraph, thread.place.from ?? 0);
  }

  /** Takes the decisions on brackets as one entry of the record. */
  decide(verdicts: ReadonlyMap<string, Verdict>, reason: string): boolean {
    const found = [...verdicts].flatMap(([id, verdict]) => {
      const bracket = this.room.bracket(id);
      return bracket === undefined ? [] : [decisionOn(bracket, verdict)];
    });
    const decision = together(found);
    return decision !== null && this.room.decide(decision, reason);
  }

  /** Makes brackets that stand side by side one question. */
  joinChoice(brackets: readonly string[]): boolean {
    const id = uuid();
    if (!this.room.act({ joinChoice: { id, brackets: [...brackets] } })) return false;
    this.editor?.joinedChoice(id, brackets);
    return true;
  }

  /** Takes a question apart that one's own delegation made. */
  partChoice(choice: string): boolean {
    return this.room.act({ partChoice: { choice } });
  }

  /** Makes brackets choices: each slash becomes a line between branches. */
  makeChoices(brackets: readonly string[]): boolean {
    const made: string[] = [];
    const all = brackets.every((bracket) => {
      this.room.refresh();
      const at = slashes(this.room.view, bracket);
      if (at.length === 0) return true;
      if (!this.room.act({ splitBranches: { bracket, at } })) return false;
      made.push(bracket);
      return true;
    });
    if (made.length > 0) this.editor?.madeChoices(made);
    return all;
  }

  /** Says what one's delegation says, and remembers it for undoing. */
  takePosition(subject: Subject, stance: Stance | null, prefers?: Preference, reason = ""): boolean {
    const statement = this.room.takePosition(subject, stance, prefers, reason);
    if (statement !== null && stance !== null) this.editor?.tookPosition(statement);
    return statement !== null;
  }

  /** Goes to what a position is about. */
  openSubject({ kind, id }: Subject): void {
    this.matrix = false;
    if (kind === "bracket") this.openHistory(id, true);
    else this.showTab("alternatives");
  }
}
