import type {
  Act,
  ActResult,
  BracketState,
  Decision,
  DraftView,
  Effect,
  Other,
  ParagraphView,
  Permission,
  Person,
  Piece,
  Point,
  PositionsView,
  SessionApi,
  Splice,
  Statement,
  SubjectPositions,
  Voice,
} from "../contract";
import { lengthOf } from "../draft/lookup";
import { refold } from "./refold";

/** A session without a server and without client-core: for development and unit tests, never in the shipped page. */
export class FakeSession implements SessionApi {
  readonly acts: Act[] = [];
  readonly decisions: Decision[] = [];
  cursors: Other[] = [];
  private said: { subject: string; voice: Voice }[] = [];

  constructor(
    readonly state: DraftView,
    private readonly who: Person,
  ) {}

  opened(): string {
    return effects({ joined: {} }, { presence: {} });
  }
  frame(): string {
    return effects({ acked: { pending: 0 } });
  }
  closed(): string {
    return effects();
  }
  outbox(): Uint8Array[] {
    return [];
  }
  toSign(): Uint8Array {
    return new Uint8Array();
  }
  signed(frame: Uint8Array): Uint8Array {
    return frame;
  }
  possession(): Uint8Array {
    return new Uint8Array();
  }
  holdsOthers(): boolean {
    return false;
  }

  is_free(): boolean {
    return true;
  }

  flush(): string {
    return effects();
  }
  unsaved(): Uint8Array {
    return new Uint8Array();
  }
  restore(): boolean {
    return false;
  }
  pin(): Uint8Array {
    return new Uint8Array();
  }
  setPin(): boolean {
    return false;
  }
  isReadOnly(): boolean {
    return false;
  }
  presence(): void {
    // Nobody listens.
  }
  comment(): string {
    return JSON.stringify({ ok: [] });
  }
  resolveComment(): string {
    return JSON.stringify({ ok: [] });
  }
  threads(): string {
    return "[]";
  }
  pending(): number {
    return 0;
  }
  whole(id: string): string {
    const content = this.find(id)?.content ?? [];
    const at = content.reduce((length, piece) => length + lengthOf(piece), 0);
    return JSON.stringify({ from: { paragraph: id, at: 0 }, to: { paragraph: id, at } });
  }
  view(): string {
    return JSON.stringify(this.state);
  }
  paragraph(id: string): string {
    return JSON.stringify(this.find(id) ?? null);
  }
  directory(): boolean {
    return true;
  }
  positions(): string {
    const { delegation } = this.who;
    const subjects = this.state.brackets.map(({ id, state }): SubjectPositions => {
      const voices = this.said.filter((one) => one.subject === id).map(({ voice }) => voice);
      const blockers = voices.filter(({ stance }) => stance === "delete").map((voice) => voice.delegation);
      const open = state === "open";
      const waits = open && !voices.some((voice) => voice.delegation === delegation);
      return { kind: "bracket", id, open, waits, voices, divided: [], supporters: [], opponents: blockers, blockers };
    });
    const column = { name: delegation, code: null, group: false, members: [], mine: true };
    const waiting = subjects.filter(({ waits }) => waits).length;
    return JSON.stringify({ delegations: [column], subjects, waiting } satisfies PositionsView);
  }
  others(): string {
    return JSON.stringify(this.cursors);
  }
  person(): string {
    return JSON.stringify(this.who);
  }
  may(permission: Permission): boolean {
    if (permission === "decide") return this.who.role === "chair";
    return permission === "read" || this.who.role === "member" || this.who.role === "chair";
  }

  act(json: string): string {
    const act = JSON.parse(json) as Act;
    if (!this.may("edit")) return refused("role", "Observers do not edit.");
    this.acts.push(act);
    const touched: string[] = [];
    if ("splice" in act) {
      this.splice(act.splice);
      touched.push(act.splice.paragraph);
    } else if ("openBracket" in act) {
      this.open(act.openBracket);
      touched.push(act.openBracket.from.paragraph, act.openBracket.to.paragraph);
    } else if ("splitBranches" in act) {
      const { bracket, at } = act.splitBranches;
      for (const { paragraph, at: place } of at) this.divide(bracket, paragraph, place);
      touched.push(...at.map((point) => point.paragraph));
    } else if ("takePosition" in act) {
      this.say(act.takePosition);
      return ok({ changed: { paragraphs: [], structure: false, positions: true } });
    } else if ("withdrawBracket" in act) this.setState(act.withdrawBracket.bracket, "withdrawn");
    else if (!("proposeWords" in act)) return refused("not-here", "Proposals need client-core.");
    refold(this.state);
    return ok({ changed: { paragraphs: touched, structure: false } });
  }

  decide(json: string): string {
    const { decision } = JSON.parse(json) as { decision: Decision };
    if (!this.may("decide")) return refused("role", "The chair decides.");
    this.decisions.push(decision);
    for (const one of "package" in decision ? decision.package : [decision]) this.settle(one);
    refold(this.state);
    return ok({ record: {} });
  }

  private settle(decision: Decision): void {
    if ("package" in decision) return;
    if ("keepBracket" in decision) this.setState(decision.keepBracket, "kept");
    else if ("deleteBracket" in decision) this.setState(decision.deleteBracket, "deleted");
    else if ("reopenBracket" in decision) this.setState(decision.reopenBracket, "open");
    else if ("pickBranch" in decision) this.setState(decision.pickBranch.bracket, "picked", decision.pickBranch.branch);
    else if ("setLabelScheme" in decision) this.state.labelScheme = decision.setLabelScheme;
    else if ("chooseAlternative" in decision || "reopenAlternative" in decision) {
      const reopen = "reopenAlternative" in decision;
      const id = reopen ? decision.reopenAlternative : decision.chooseAlternative.set;
      const set = this.state.alternatives.find((s) => s.id === id);
      if (set !== undefined) {
        set.state = reopen ? "open" : "decided";
        set.chosen = reopen ? null : (decision.chooseAlternative.variant ?? "base");
      }
    }
  }

  /** What another person does: the core has it, the page hears of it through `changed`. */
  remote(splice: Splice): void {
    this.splice(splice);
    refold(this.state);
  }

  private say({ subject, stance, reason }: Statement): void {
    const { name: by, delegation } = this.who;
    this.said = this.said.filter((one) => one.subject !== subject || one.voice.delegation !== delegation);
    if (stance === null) return;
    const voice = { delegation, stance, prefers: null, source: "own" as const, group: null, dissents: false };
    this.said.push({ subject, voice: { ...voice, by, at: Date.now(), reason } });
  }

  private splice({ paragraph, at, delete: count, insert }: Splice): void {
    const found = this.find(paragraph);
    if (found === undefined) return;
    const units = toUnits(found.content);
    const kept = units.slice(at, at + count).filter((unit) => unit.t !== "text");
    const near = units[at - 1] ?? units[at];
    const style = near?.t === "text" ? near : {};
    const added = insert.split("").map((s): Piece => ({ ...style, t: "text", s }));
    units.splice(at, count, ...added, ...kept);
    found.content = fromUnits(units);
  }

  private open(act: { id: string; from: Point; to: Point; wish: "retain" | "delete" | "choose"; reason: string }) {
    for (const [point, t] of [[act.to, "close"] as const, [act.from, "open"] as const]) {
      const found = this.find(point.paragraph);
      if (found === undefined) continue;
      const units = toUnits(found.content);
      units.splice(point.at, 0, { t, id: act.id });
      found.content = fromUnits(units);
    }
    this.state.brackets.push({
      id: act.id,
      number: 0,
      openedBy: this.who.name,
      delegation: this.who.delegation,
      openedAt: Date.now(),
      wish: act.wish,
      reason: act.reason,
      inserts: false,
      replacement: null,
      state: "open",
      picked: null,
      depth: 1,
      wholeDraft: false,
      paragraph: act.from.paragraph,
      place: "",
      words: "",
      branches: [""],
      linked: [],
      correlated: [],
      joined: [],
      offers: [],
      question: null,
    });
  }

  private divide(bracket: string, paragraph: string, at: number): void {
    const found = this.find(paragraph);
    if (found === undefined) return;
    const units = toUnits(found.content);
    units.splice(at, 1, { t: "or", id: bracket });
    found.content = fromUnits(units);
    for (const one of this.state.brackets) if (one.id === bracket) one.wish = "choose";
  }

  private setState(id: string, state: BracketState, picked: number | null = null): void {
    for (const bracket of this.state.brackets) {
      if (bracket.id !== id) continue;
      bracket.state = state;
      bracket.picked = picked;
    }
  }

  private find(id: string): ParagraphView | undefined {
    return this.state.paragraphs.find((paragraph) => paragraph.id === id);
  }
}

function toUnits(content: Piece[]): Piece[] {
  return content.flatMap((piece): Piece[] =>
    piece.t === "text" ? piece.s.split("").map((s) => ({ ...piece, s })) : [piece],
  );
}

function fromUnits(units: Piece[]): Piece[] {
  const pieces: Piece[] = [];
  for (const unit of units) {
    const last = pieces.at(-1);
    const same = last?.t === "text" && unit.t === "text" && last.b === unit.b && last.i === unit.i && last.u === unit.u;
    if (same) last.s += unit.s;
    else pieces.push({ ...unit });
  }
  return pieces;
}

function effects(...list: Effect[]): string {
  return JSON.stringify(list);
}

function ok(...list: Effect[]): string {
  return JSON.stringify({ ok: list } satisfies ActResult);
}

function refused(reason: string, message: string): string {
  return JSON.stringify({ refused: { reason, message, hint: "" } } satisfies ActResult);
}
