import type {
  Act,
  ActResult,
  Audience,
  BracketView,
  CommentPlace,
  Decision,
  DraftView,
  Effect,
  Failure,
  LostWords,
  Other,
  ParagraphView,
  Permission,
  Person,
  Point,
  PositionsView,
  Preference,
  Refusal,
  SessionApi,
  Splice,
  Stance,
  Statement,
  Subject,
  Thread,
} from "../contract";
import { browserWorld, Connection, type Link } from "../net/connection";
import { signFrame, type Device } from "../net/device";
import { Keeper } from "../net/keeper";
import { Pin } from "../net/pin";
import { meeting } from "./meeting.svelte";
import { uuid } from "../uuid";
import { bracketsById, spoken, wordsOf } from "./lookup";
import { nobody } from "./positions";

export type Status = "connecting" | "live" | "saving" | "reconnecting" | "offline" | "stopped";

/** What the editor hears of the room. */
export interface RoomListener {
  /** The text is about to change under the person's hands, not by them. */
  arriving(): void;
  changed(paragraphs: readonly string[], structure: boolean): void;
  others(): void;
  standings(): void;
  threads(): void;
}

/** How long the lists beside the text may lag behind it. */
const REFRESH_AFTER_MS = 150;

/** One open draft: the session of client-core, its connection, and what the page shows of them. */
export class Room {
  view = $state.raw<DraftView>() as DraftView;
  positions = $state.raw<PositionsView>(nobody);
  link = $state<Link>("connecting");
  joined = $state(false);
  pending = $state(0);
  person = $state.raw<Person | null>(null);
  others = $state.raw<Other[]>([]);
  /** What this person typed and the draft could not keep; shown until it is taken note of. */
  lost = $state.raw<LostWords[]>([]);
  failure = $state.raw<Failure | null>(null);
  /** The threads of comments that this person may read. */
  threads = $state.raw<Thread[]>([]);
  /** Counts what may have added to a bracket's life, so that an open history is read again. */
  revision = $state(0);
  online = $state(true);
  /** The server can store nothing now: what is written waits in this window. */
  readOnly = $state(false);
  /** The server takes signed changes alone, and this browser signs none: no change of the text is worth beginning. */
  cannotSign = $state(false);

  readonly status: Status = $derived.by(() => {
    if (this.failure !== null || this.link === "stopped") return "stopped";
    if (this.link === "open" && this.joined) return this.pending > 0 ? "saving" : "live";
    if (!this.online) return "offline";
    if (this.link === "waiting") return "offline";
    return this.everJoined ? "reconnecting" : "connecting";
  });
  readonly brackets = $derived(bracketsById(this.view));

  private everJoined = $state(false);
  private listeners: RoomListener[] = [];
  private session: SessionApi | null = null;
  private connection: Connection | null = null;
  private keeper: Keeper | null = null;
  private pin: Pin | null = null;
  /** Whether a position was taken that the server did not have yet. */
  private untold = false;
  private refreshing: ReturnType<typeof setTimeout> | null = null;

  constructor(
    firstView: DraftView,
    person: Person | null,
    private readonly onRefused: (refusal: Refusal) => void,
    private readonly onYou: (person: Person | null) => void = () => undefined,
  ) {
    this.view = firstView;
    this.person = person;
  }

  /** Joins as a person; `device` signs what is sent. */
  connect(session: SessionApi, url: string, person: Person, device: Device | null = null): void {
    this.session = session;
    this.keeper = new Keeper(session, this.view.slug, person);
    this.keeper.restore();
    this.pin = new Pin(session, this.view.slug);
    this.pin.restore();
    const sign = device === null ? null : (frame: Uint8Array) => signFrame(session, device, frame);
    const events = {
      arriving: () => this.announce(),
      effects: (effects: Effect[]) => this.take(effects),
      link: (link: Link) => {
        this.link = link;
        if (link !== "open") this.joined = false;
        if (link === "waiting") this.readOnly = false;
      },
    };
    this.connection = new Connection(url, session, events, browserWorld, sign);
    window.addEventListener("online", this.onOnline);
    window.addEventListener("offline", this.onOffline);
    window.addEventListener("pagehide", this.onLeave);
    window.addEventListener("beforeunload", this.onUnload);
    this.online = navigator.onLine;
    this.connection.start();
  }

  close(): void {
    window.removeEventListener("online", this.onOnline);
    window.removeEventListener("offline", this.onOffline);
    window.removeEventListener("pagehide", this.onLeave);
    window.removeEventListener("beforeunload", this.onUnload);
    if (this.refreshing !== null) clearTimeout(this.refreshing);
    this.connection?.stop();
    this.keep(this.text());
    this.session?.free?.();
    this.session = null;
    this.connection = null;
  }

  listen(listener: RoomListener): () => void {
    this.listeners.push(listener);
    return () => (this.listeners = this.listeners.filter((other) => other !== listener));
  }

  /** Goes on with what the server has now, whatever it signed before. */
  trustAnew(): void {
    this.pin?.forget();
    location.reload();
  }

  retryNow(): void {
    this.connection?.retryNow();
  }

  /** Whether there is a session to give acts to; before it, the text is shown only. */
  get ready(): boolean {
    return this.session !== null && this.everJoined && this.failure === null;
  }

  /** Whether this person could change the text, but for the signature. */
  get lacksSignature(): boolean {
    return this.cannotSign && this.person !== null && this.ready && (this.session?.may("edit") ?? false);
  }

  may(permission: Permission): boolean {
    // Reads `person`, so that whatever depends on this is worked out again when the role is known.
    if (this.person === null || this.view.kind === "reference") return permission === "read";
    if (this.cannotSign && (permission === "edit" || permission === "position")) return false;
    return this.ready && (this.session?.may(permission) ?? false);
  }

  paragraph(id: string): ParagraphView | null {
    if (this.session === null) return this.view.paragraphs.find((p) => p.id === id) ?? null;
    return JSON.parse(this.session.paragraph(id)) as ParagraphView | null;
  }

  /** Does an act. False if it was refused, which the person is told. */
  act(act: Act): boolean {
    if (this.session === null) return false;
    const result = JSON.parse(this.session.act(JSON.stringify(act), Date.now())) as ActResult;
    this.connection?.sendOutbox();
    if ("refused" in result) {
      this.onRefused(result.refused);
      return false;
    }
    this.pending = this.session.pending();
    if ("splice" in act) this.connection?.flushSoon();
    else this.connection?.flush();
    this.take(result.ok);
    this.refreshSoon();
    return true;
  }

  /** Decides. False if it was refused, which the person is told. */
  decide(decision: Decision, reason: string): boolean {
    const json = JSON.stringify({ id: uuid(), decision, meeting: meeting.name, reason });
    return this.say((session) => session.decide(json, Date.now()));
  }

  /** Whether a splice may be done as it is; in a negotiation words change by bracket. */
  isFree({ paragraph, at, delete: count }: Splice): boolean {
    return this.view.phase === "drafting" || (this.session?.is_free(paragraph, at, count) ?? false);
  }

  /** Whether others have words or brackets inside a bracket, which would go with it. */
  holdsOthers(bracket: string): boolean {
    return this.session?.holdsOthers(bracket) ?? false;
  }

  /** Says what one's delegation says; without a stance it takes that back. `null` if that was refused. */
  takePosition(subject: Subject, stance: Stance | null, prefers?: Preference, reason = ""): Statement | null {
    const statement: Statement = { id: uuid(), kind: subject.kind, subject: subject.id, stance, reason };
    if (prefers !== undefined) statement.prefers = prefers;
    if (!this.act({ takePosition: statement })) return null;
    this.untold = true;
    return statement;
  }

  /** Comments, or goes on with a thread. False if it was refused, which the person is told. */
  comment(comment: {
    thread?: string;
    audience: Audience;
    place?: CommentPlace;
    text: string;
    proposal?: boolean;
  }): string | null {
    const id = uuid();
    const json = JSON.stringify({ id, ...comment });
    return this.say((session) => session.comment(json, Date.now())) ? id : null;
  }

  /** Resolves a thread, or reopens it. */
  resolveComment(thread: string, resolved: boolean): boolean {
    return this.say((session) => session.resolveComment(uuid(), thread, resolved, Date.now()));
  }

  /** What is sent at once: decisions and comments, which are no changes of the document. */
  private say(ask: (session: SessionApi) => string): boolean {
    if (this.session === null) return false;
    const result = JSON.parse(ask(this.session)) as ActResult;
    this.connection?.sendOutbox();
    if ("refused" in result) {
      this.onRefused(result.refused);
      return false;
    }
    this.take(result.ok);
    return true;
  }

  flush(): void {
    this.connection?.flush();
  }

  presence(cursor: { paragraph: string; anchor: number; head: number } | null): void {
    this.session?.presence(JSON.stringify(cursor));
    this.connection?.sendOutbox();
  }

  /** The range of a whole paragraph with what stands under it. */
  whole(id: string): { from: Point; to: Point } | null {
    return this.session === null ? null : (JSON.parse(this.session.whole(id)) as { from: Point; to: Point } | null);
  }

  /** The bracket, fresh from the core. */
  bracket(id: string): BracketView | undefined {
    return this.brackets.get(id);
  }

  /** Reads the view now, for instance before a decision is previewed. */
  refresh(): void {
    if (this.refreshing !== null) clearTimeout(this.refreshing);
    this.refreshing = null;
    if (this.session === null || !this.everJoined) return;
    this.view = JSON.parse(this.session.view()) as DraftView;
    this.readPositions();
    if (this.threads.length > 0) this.readThreads();
  }

  private readPositions(): void {
    if (this.session === null || !this.everJoined) return;
    this.positions = (JSON.parse(this.session.positions()) as PositionsView | null) ?? nobody;
  }

  /** Reads the threads, and where their words stand now. */
  private readThreads(): void {
    if (this.session === null) return;
    this.threads = JSON.parse(this.session.threads()) as Thread[];
    for (const listener of this.listeners) listener.threads();
  }

  private announce(): void {
    for (const listener of this.listeners) listener.arriving();
  }

  private refreshSoon(): void {
    this.refreshing ??= setTimeout(() => {
      this.announce();
      this.refresh();
      this.revision += 1;
    }, REFRESH_AFTER_MS);
  }

  private take(effects: readonly Effect[]): void {
    const session = this.session;
    if (session === null || effects.length === 0) return;
    const changed: string[] = [];
    let structure = false;
    let standings = false;
    let presence = false;
    let positions = false;
    let comments = false;
    for (const effect of effects) {
      if ("joined" in effect) {
        this.joined = true;
        this.everJoined = true;
        this.person = JSON.parse(session.person()) as Person | null;
        this.readOnly = session.isReadOnly();
        this.pin?.keep();
        structure = true;
      } else if ("changed" in effect) {
        changed.push(...effect.changed.paragraphs.filter((id) => !changed.includes(id)));
        structure ||= effect.changed.structure;
        positions ||= effect.changed.positions ?? false;
      } else if ("record" in effect) standings = true;
      else if ("presence" in effect) presence = true;
      else if ("comments" in effect) comments = true;
      else if ("you" in effect) {
        this.person = JSON.parse(session.person()) as Person | null;
        structure = true;
        this.onYou(this.person);
      } else if ("refused" in effect) {
        this.onRefused(effect.refused);
        const lost = (effect.refused.lost ?? []).filter(({ words }) => words.trim() !== "");
        this.lost = [...this.lost, ...lost];
        structure = true;
      } else if ("failed" in effect && !isPassing(effect.failed)) {
        this.failure = effect.failed;
        // It may be read in another window than this one.
        this.keep(this.text());
      }
    }
    this.pending = session.pending();
    if (effects.some((effect) => "acked" in effect)) {
      this.keep();
      // The server has it now, and tells it with the life of the bracket.
      if (this.untold && this.pending === 0) this.revision += 1;
      this.untold &&= this.pending > 0;
    }
    if (presence || structure) this.others = JSON.parse(session.others()) as Other[];
    if (structure || standings) {
      this.refresh();
      this.revision += 1;
    } else if (changed.length > 0) this.refreshSoon();
    // Positions are on screen at once; their place in a bracket's life is told by the server, which has to have them first.
    if (positions) {
      this.readPositions();
      this.refreshSoon();
    }
    if (comments) this.readThreads();
    for (const listener of this.listeners) {
      if (changed.length > 0 || structure) listener.changed(changed, structure);
      if (standings) listener.standings();
      if (presence || structure) listener.others();
    }
  }

  /** The text as it stands in this window, for people: a paragraph a line, with its label. */
  text(): string {
    this.refresh();
    return this.view.paragraphs.map((one) => `${spoken(one.label ?? "")} ${wordsOf(one)}`.trim()).join("\n\n");
  }

  private keep(text = ""): void {
    this.keeper?.keep(Date.now(), text);
    this.connection?.sendOutbox();
  }

  private readonly onOnline = () => {
    this.online = true;
    this.retryNow();
  };

  private readonly onLeave = () => {
    this.flush();
    this.keep(this.pending > 0 ? this.text() : "");
  };

  /** Edits that are not on the server's disk outlive a reload, and end with the tab. */
  private readonly onUnload = (event: BeforeUnloadEvent) => {
    this.flush();
    if (this.pending > 0) event.preventDefault();
  };

  private readonly onOffline = () => {
    this.online = false;
    this.connection?.drop();
  };
}

function isPassing(failure: Failure): boolean {
  return ["shutdown", "slow", "store"].includes(failure.code);
}
