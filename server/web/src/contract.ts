/** What the server and client-core send: the shapes of `view.rs` and of the HTTP interface, in one place. */

export type ParagraphKind =
  | "title"
  | "front"
  | "heading"
  | "preambular"
  | "operative"
  | "subItem"
  | "bullet"
  | "placeholder"
  | "table"
  | "headRow"
  | "row"
  | "cell"
  | "note";

export type Standing = "open" | "chosen" | "moot" | "gone";
export type ProposalState = "open" | "accepted" | "rejected" | "withdrawn";
export type LabelScheme = "alt" | "option" | "editorial-manual";
export type BracketState = "open" | "kept" | "deleted" | "withdrawn" | "picked" | "retracted" | "replaced";
/** How far a paragraph is; null while it is open. */
export type Agreement = "suspended" | "agreed-ad-ref" | "agreed";
export type Phase = "drafting" | "negotiation" | "closed";
export type Wish = "retain" | "delete" | "choose";
export type Role = "observer" | "contributor" | "ex-officio" | "secretariat" | "member" | "chair";
export type Permission = "read" | "contribute" | "comment" | "edit" | "position" | "decide";

export interface TextPiece {
  t: "text";
  s: string;
  b?: boolean;
  i?: boolean;
  u?: boolean;
}
export interface EdgePiece {
  t: "open" | "close" | "or";
  id: string;
}
export interface NotePiece {
  t: "note";
  id: string;
  /** Empty for a note that was taken back. */
  sign: string;
}
/** Where a proposal splits a paragraph; `label` is that of the second part once it is accepted. */
export interface SplitPiece {
  t: "split";
  id: string;
  state: ProposalState;
  label: string | null;
  /** The second part, once accepted: it has a life of its own. */
  second?: string;
}
/** A line between branches that was taken back: it counts one and shows nothing. */
export interface ErasedPiece {
  t: "erased";
  id: string;
}
export type Piece = TextPiece | EdgePiece | NotePiece | SplitPiece | ErasedPiece;

export interface ParagraphView {
  id: string;
  kind: ParagraphKind;
  parent: string | null;
  depth: number;
  level: number;
  label: string | null;
  idea: string | null;
  sources: string[];
  variantOf: string | null;
  baseOf: string[];
  standing: Standing;
  agreement: Agreement | null;
  content: Piece[];
  /** The bracket in which a delegation proposed the whole paragraph. */
  addedIn: string | null;
  /** The paragraph that goes on with these words, under an accepted merge. */
  joinedTo: string | null;
}

export interface BracketView {
  id: string;
  number: number;
  openedBy: string;
  delegation: string;
  openedAt: number;
  wish: Wish;
  reason: string;
  /** Whether the words inside were proposed with the bracket: withdrawn, it takes them along. */
  inserts: boolean;
  state: BracketState;
  /** The branch that was picked, from 0; null when "no text" was, and while none is. */
  picked: number | null;
  /** The words that came in the place of those of the bracket; null unless it was replaced. */
  replacement: string | null;
  depth: number;
  wholeDraft: boolean;
  paragraph: string | null;
  place: string;
  words: string;
  /** The words of each branch; one for a bracket that is no choice. */
  branches: string[];
  linked: string[];
  correlated: string[];
  /** The brackets of the question of which this one is a branch, itself included; empty when it is its own question. */
  joined: string[];
  /** What a person may make of it: offered, never assumed. */
  offers: Offer[];
  /** The question of which it is a branch: who made it may take it apart again. */
  question: { id: string; by: string; delegation: string } | null;
}

export type Offer = { kind: "join"; brackets: string[] } | { kind: "instead"; words: string };

export interface AlternativeView {
  id: string;
  label: string;
  base: string[];
  variants: string[];
  state: "open" | "decided";
  chosen: string | null;
}

export interface OpenMatters {
  brackets: number;
  alternatives: number;
  placeholders: number;
  proposals: number;
}

/** A paragraph in a preview. */
export interface Line {
  label: string | null;
  words: string;
  concerned: boolean;
}

/** A proposal to move, split or merge. */
export interface ProposalView {
  id: string;
  kind: "move" | "split" | "merge";
  paragraph: string;
  place: string;
  by: string;
  delegation: string;
  at: number;
  reason: string;
  state: ProposalState;
  /** While it is open: the text around as it reads now, and as it would read. */
  now: Line[];
  then: Line[];
}

export interface DraftView {
  id: string;
  slug: string;
  title: string;
  language: string;
  kind: "draft" | "reference";
  columns: { idea: string | null; text: string | null; source: string | null };
  paragraphs: ParagraphView[];
  brackets: BracketView[];
  alternatives: AlternativeView[];
  phase: Phase;
  open: OpenMatters;
  proposals: ProposalView[];
  labelScheme: LabelScheme;
}

export interface Person {
  id: string;
  name: string;
  delegation: string;
  role: Role;
}

export interface DraftSummary {
  id: string;
  slug: string;
  title: string;
  language: string;
  kind: "draft" | "reference";
  paragraphs: number;
  open: OpenMatters;
  diagnostics: number;
  /** What the server has stored of it is damaged: it cannot be opened. */
  damaged?: boolean;
}

export interface Diagnostic {
  code: string;
  severity: "note" | "warning" | "error";
  line: number;
  column: number;
  message: string;
  hint: string;
}

export interface LifeEvent {
  at: number;
  by: string;
  delegation: string;
  kind:
    | "imported"
    | "opened"
    | "changed"
    | "split"
    | "joined"
    | "parted"
    | "unsplit"
    | "decided"
    | "withdrawn"
    | "position"
    | "proposed";
  words?: string;
  before?: string;
  after?: string;
  decision?: string;
  /** How many decisions were taken as one; absent for a decision by itself. */
  parts?: number;
  branch?: number;
  branches?: string[];
  reason?: string;
  wish?: Wish;
  /** What a delegation says; `none` when it takes back what it had said. */
  stance?: Stance | "none";
  /** The device that it came from signed it. */
  signed?: boolean;
  /** In which meeting it was decided. */
  meeting?: string;
  /** In the life of a paragraph: what it happened to, when that is not the paragraph itself. */
  about?: "addition" | "deletion" | "move" | "split" | "merge" | "alternatives";
  /** The bracket of an addition and a deletion. */
  bracket?: string;
  /** The proposal of a move, a split and a merge. */
  proposal?: string;
  /** The label of the paragraph that is to be moved, split or merged. */
  of?: string;
  /** The label of the other one: beside the new place, the one that follows, the version that was chosen. */
  other?: string;
  to?: "after" | "first-in" | "top";
}

export interface BracketLife {
  bracket: BracketView;
  events: LifeEvent[];
}

/** What else than a bracket has a life. */
export interface Told {
  kind: "paragraph" | "proposal";
  id: string;
}

export interface Blocker {
  kind: "bracket" | "alternative" | "placeholder" | "proposal";
  label: string;
  /** Null for the whole draft. */
  paragraph: string | null;
  bracket?: string;
  words: string;
}

/** A format that the server writes drafts in. */
export interface ExportFormat {
  format: string;
  mediaType: string;
  extension: string;
  modes: string[];
}

/** An entry of the record, as far as the page tells it. */
export interface RecordedDecision {
  number: number;
  at: number;
  decision: WireDecision;
  meeting: string;
}

/** A decision as it goes over the wire and stands in the record: its kind, `keep_bracket`, and what it is about. */
export type WireDecision = Record<string, unknown>;

/** A point in a paragraph, in UTF-16 units; an anchor counts 1. */
export interface Point {
  paragraph: string;
  at: number;
}

export interface Splice {
  paragraph: string;
  at: number;
  delete: number;
  insert: string;
}

export type Act =
  | { splice: Splice }
  | { openBracket: { id: string; from: Point; to: Point; wish: Wish; reason: string } }
  | { withdrawBracket: { bracket: string } }
  | { splitBranches: { bracket: string; at: Point[] } }
  | { proposeWords: Splice & { id: string; reason: string } }
  | { takePosition: Statement }
  | { proposeParagraph: { id: string; bracket: string; place: NewPlace; words: string; reason: string } }
  | { propose: { id: string; what: Proposed; reason: string } }
  | { withdrawProposal: { proposal: string } }
  | { addNote: { id: string; at: Point; words: string } }
  | { joinChoice: { id: string; brackets: string[] } }
  | { offerInstead: { id: string; bracket: string; from: Point } }
  | { partChoice: { choice: string } }
  | { eraseLines: { bracket: string } }
  | { withdrawNote: { note: string; withdrawn: boolean } };

/** Where a new paragraph is to stand. */
export type NewPlace =
  { after: string } | { before: string } | { under: string } | { alternative: { set: string; base: string[] } };

export type Target = { after: string } | { firstIn: string | null };

export type Proposed =
  | { move: { paragraph: string; to: Target } }
  | { split: { at: Point } }
  | { merge: { paragraph: string; next: string } };

export type Decision =
  | { keepBracket: string }
  | { deleteBracket: string }
  | { reopenBracket: string }
  | { chooseAlternative: { set: string; variant: string | null } }
  | { reopenAlternative: string }
  | { pickBranch: { bracket: string; branch: number | null; of: number } }
  | { package: Decision[] }
  | { replaceBracket: { bracket: string; words: string } }
  | { agreeAdRef: string }
  | { agree: string }
  | { suspend: string }
  | { reopenParagraph: string }
  | { setPhase: Phase }
  | { acceptProposal: string }
  | { rejectProposal: string }
  | { reopenProposal: string }
  | { setLabelScheme: LabelScheme };

export interface Cursor {
  paragraph: string;
  anchor: number;
  head: number;
}

export interface Other {
  connection: number;
  person: Person;
  cursor: Cursor | null;
}

export interface Refusal {
  reason: string;
  message: string;
  hint: string;
}

/** Words that were typed and could not be kept in the draft. */
export interface LostWords {
  paragraph: string;
  words: string;
}

export interface Failure {
  code: string;
  message: string;
  hint: string;
}

export type Effect =
  | { joined: Record<string, never> }
  | { changed: { paragraphs: string[]; structure: boolean; positions?: boolean } }
  | { presence: Record<string, never> }
  | { record: Record<string, never> }
  | { acked: { pending: number } }
  | { refused: Refusal & { lost?: LostWords[] } }
  | { failed: Failure }
  | { comments: Record<string, never> }
  | { you: Record<string, never> };

export type Audience = "everybody" | "delegation" | "chair";

/** What a comment is about; offsets in UTF-16 units. */
export type CommentPlace =
  "draft" | { paragraph: string } | { bracket: string } | { words: { paragraph: string; from: number; to: number } };

export interface Comment {
  id: string;
  kind: "remark" | "proposal";
  author: string;
  by: string;
  delegation: string;
  at: number;
  text: string;
  own: boolean;
  /** Not on the server's disk yet. */
  waiting: boolean;
}

export interface Thread {
  id: string;
  audience: Audience;
  delegation: string;
  place: {
    kind: "draft" | "paragraph" | "bracket" | "words";
    paragraph: string | null;
    bracket: string | null;
    label: string;
    from: number | null;
    to: number | null;
  };
  quoted: string;
  resolved: boolean;
  resolvedBy: string | null;
  mayResolve: boolean;
  mayAnswer: boolean;
  comments: Comment[];
}

export type ActResult = { ok: Effect[] } | { refused: Refusal };

/** The session of client-core as the wasm package exposes it; JSON goes in and out as text. */
export interface SessionApi {
  opened(nowMs: number): string;
  frame(bytes: Uint8Array, nowMs: number): string;
  closed(nowMs: number): string;
  outbox(): Uint8Array[];
  /** What a device is to sign of a frame: messages of 32 bytes behind one another; nothing of most frames. */
  toSign(frame: Uint8Array): Uint8Array;
  /** The frame with these signatures, of 64 bytes each behind one another. */
  signed(frame: Uint8Array, signatures: Uint8Array): Uint8Array;
  /** What a device signs to show that it holds its key. */
  possession(person: string): Uint8Array;
  act(actJson: string, nowMs: number): string;
  /** Whether words may be changed as they are, and not by bracket. */
  is_free(paragraph: string, at: number, count: number): boolean;
  /** Whether others have words or brackets inside a bracket. */
  holdsOthers(bracket: string): boolean;
  flush(nowMs: number): string;
  /** What is not on the server's disk, to be kept over a reload; empty when there is nothing. Flushes. */
  unsaved(nowMs: number): Uint8Array;
  /** Takes over what `unsaved` gave; before the first connection. */
  restore(kept: Uint8Array): boolean;
  /** What the server has signed last, to be kept; empty when there is nothing. */
  pin(): Uint8Array;
  /** Takes over what `pin` gave; before the first connection. */
  setPin(kept: Uint8Array): boolean;
  /** Whether the server can store nothing now, as its disk is full. */
  isReadOnly(): boolean;
  decide(json: string, nowMs: number): string;
  presence(json: string): void;
  view(): string;
  paragraph(id: string): string;
  /** Takes the directory of delegations, as JSON; false when it is none. */
  directory(list: string): boolean;
  positions(): string;
  others(): string;
  person(): string;
  comment(json: string, nowMs: number): string;
  resolveComment(id: string, thread: string, resolved: boolean, nowMs: number): string;
  /** The threads of comments that this person may read, in the order of the text. */
  threads(): string;
  pending(): number;
  may(permission: Permission): boolean;
  /** The range of a whole paragraph with what stands under it, as `{from, to}`, or `null`. */
  whole(id: string): string;
  free?(): void;
}

export type Stance = "retain" | "can-accept" | "reserve" | "delete";
export type SubjectKind = "bracket" | "alternatives";

/** What a position is about. */
export interface Subject {
  kind: SubjectKind;
  id: string;
}

/** A branch of a choice (`null` is "no text"), or a version of alternatives (`null` is the base). */
export type Preference = { branch: { branch: number | null; of: number } } | { version: string | null };

/** A statement of a position; without a stance it takes back what was said before. */
export interface Statement {
  id: string;
  kind: SubjectKind;
  subject: string;
  stance: Stance | null;
  prefers?: Preference;
  reason: string;
}

export interface Voice {
  /** The name that is kept of the delegation. */
  delegation: string;
  stance: Stance;
  /** The branch from 0, or `none`; the variant, or `base`. */
  prefers: string | null;
  source: "own" | "group" | "opening";
  group: string | null;
  dissents: boolean;
  by: string;
  at: number;
  reason: string;
}

export interface SubjectPositions extends Subject {
  open: boolean;
  /** Open, and nobody has spoken for the reader's delegation. */
  waits: boolean;
  voices: Voice[];
  divided: string[];
  supporters: string[];
  opponents: string[];
  blockers: string[];
}

export interface PositionColumn {
  name: string;
  code: string | null;
  group: boolean;
  members: string[];
  mine: boolean;
}

export interface PositionsView {
  delegations: PositionColumn[];
  subjects: SubjectPositions[];
  waiting: number;
}

/** A delegation in the directory. */
export interface Delegation {
  code: string;
  kind: "state" | "organisation" | "group";
  iso?: string;
  names: Partial<Record<string, string>>;
  members?: string[];
  role: "member" | "regional-coordinator" | "ex-officio" | "observer" | "contributor" | "secretariat" | "chair";
}

/** What a link gives, before anybody joins by it. */
export interface Invitation {
  role: Role;
  delegation: string | null;
  /** Whom one can speak for; others may be named. */
  delegations?: Delegation[];
  /** The groups that one may speak for instead of the delegation: of a regional coordinator. */
  groups?: string[];
  /** What the directory leaves of the role, by the code of the delegation; of the others all of it. */
  less?: Record<string, Role>;
}

/** A session of whoever asks. */
export interface OwnSession {
  /** Its number; nobody gets in by it. */
  id: string;
  openedAt: number;
  usedAt: number;
  /** What the device calls itself, such as `Firefox, Windows`. */
  device: string | null;
  /** Whether it is the one of this tab. */
  current: boolean;
}

/** A link as the chair sees it. */
export interface InvitationLine {
  /** What the list calls it; nobody gets in by it. */
  id: string;
  role: Role;
  delegation: string | null;
  createdAt: number;
  expiresAt: number;
  uses: number;
  maxUses: number | null;
  madeBy: string | null;
  state: "open" | "revoked" | "expired" | "used";
  /** How many sessions that were opened by it go on. */
  sessions: number;
  /** Told once, when it is made. */
  link?: string;
}

export interface NewInvitation {
  role: "observer" | "member" | "chair";
  delegation: string | null;
  days: number;
  maxUses: number | null;
}
