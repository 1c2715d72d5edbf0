import type {
  Blocker,
  BracketLife,
  Delegation,
  Diagnostic,
  DraftSummary,
  DraftView,
  ExportFormat,
  Invitation,
  InvitationLine,
  LifeEvent,
  NewInvitation,
  OwnSession,
  Person,
  RecordedDecision,
  Told,
} from "../contract";
import type { Brought, Review } from "../intake/types";

/** A refusal or fault of the server, or of the way to it (`code` is then `network`). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly blockers: Blocker[] = [],
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Whose session it is. */
export interface Current {
  person: Person;
  /** Whether the server takes changes alone that this device signed. */
  mustSign: boolean;
}

export interface Api {
  look(token: string): Promise<Invitation>;
  /** The host of the provider of identities that one can sign in by, if any. */
  provider(): Promise<{ provider: string | null }>;
  /** Begins to sign in; the session will be in the cookie of the slot. Answers where the tab goes on. */
  beginSignIn(slot: string): Promise<{ address: string }>;
  /** Joins by a link; the secret comes as the cookie of a slot that no other tab has. The session that this tab had ends. */
  join(token: string, name: string, delegation: string): Promise<Current & { slot: string }>;
  session(): Promise<Current>;
  /** Registers the key of this device for this session, in hexadecimal digits. */
  registerDevice(key: string, proof: string): Promise<void>;
  drafts(): Promise<DraftSummary[]>;
  draft(slug: string, labels: string): Promise<DraftView>;
  diagnostics(slug: string): Promise<Diagnostic[]>;
  history(slug: string, bracket: string): Promise<BracketLife>;
  /** The life of a paragraph or a proposal; `labels` is the language of the labels. */
  life(slug: string, told: Told, labels: string): Promise<{ events: LifeEvent[] }>;
  /** The formats that a draft can be written in, in the order in which they are offered. */
  exportFormats(): Promise<ExportFormat[]>;
  /** A draft as a file; `query` is what the server is asked for. The signal ends the request. */
  exported(slug: string, query: string, signal?: AbortSignal): Promise<{ name: string; body: Blob }>;
  /** The record of a draft, oldest first. */
  decisions(slug: string): Promise<RecordedDecision[]>;
  /** When the draft came in, in milliseconds since 1970; null when nobody knows. */
  cameIn(slug: string): Promise<number | null>;
  delegations(): Promise<Delegation[]>;
  /** What a file would become: drafts of its own, or with `onto` a new version of that draft. Nothing is stored. */
  review(file: File, onto: string, labels: string): Promise<Review>;
  /** Stores what was reviewed under the name `reviewed`. */
  bringIn(file: File, onto: string, reviewed: string, labels: string): Promise<Brought>;
  /** Ends this session, or every one of this person. */
  signOut(everywhere: boolean): Promise<void>;
  /** Ends the session of another slot; one that is over already is, too. */
  signOutOf(slot: string): Promise<void>;
  /** Where this person is signed in. */
  ownSessions(): Promise<OwnSession[]>;
  endSession(id: string): Promise<void>;
  /** Ends all but this one. */
  endOtherSessions(): Promise<{ ended: number }>;
  invitations(): Promise<InvitationLine[]>;
  /** Makes a link. The answer alone says it. */
  invite(invitation: NewInvitation): Promise<InvitationLine>;
  revokeInvitation(id: string, endSessions: boolean): Promise<{ ended: number }>;
}

/** What is not usual of a request. */
interface How {
  method?: string;
  /** Another cookie than that of this tab. */
  slot?: string;
  /** Ends the request. */
  signal?: AbortSignal;
}

/** How much of a list the server gives at once. */
const LONGEST_LIST = 1000;

export class HttpApi implements Api {
  constructor(
    private readonly slot: () => string | null,
    private readonly onLost: () => void,
    private readonly freshSlot: () => string,
  ) {}

  look(token: string) {
    return this.json<Invitation>("/api/invitations/look", { token });
  }

  async join(token: string, name: string, delegation: string) {
    const body = { invitation: token, name, delegation, replaces: this.slot() };
    const slot = this.freshSlot();
    return { ...(await this.json<Current>("/api/sessions", body, { slot })), slot };
  }

  provider() {
    return this.json<{ provider: string | null }>("/api/sign-in");
  }

  beginSignIn(slot: string) {
    return this.json<{ address: string }>("/api/sign-in", {}, { slot });
  }

  session() {
    return this.json<Current>("/api/session");
  }

  async registerDevice(key: string, proof: string) {
    await this.request("/api/session/device", { key, proof });
  }

  drafts() {
    return this.json<DraftSummary[]>("/api/drafts");
  }

  draft(slug: string, labels: string) {
    return this.json<DraftView>(`/api/drafts/${encodeURIComponent(slug)}?labels=${labels}`);
  }

  diagnostics(slug: string) {
    return this.json<Diagnostic[]>(`/api/drafts/${encodeURIComponent(slug)}/diagnostics`);
  }

  history(slug: string, bracket: string) {
    const path = `/api/drafts/${encodeURIComponent(slug)}/brackets/${encodeURIComponent(bracket)}`;
    return this.json<BracketLife>(`${path}/history`);
  }

  life(slug: string, { kind, id }: Told, labels: string) {
    const path = `/api/drafts/${encodeURIComponent(slug)}/${kind}s/${encodeURIComponent(id)}`;
    return this.json<{ events: LifeEvent[] }>(`${path}/history?labels=${labels}`);
  }

  delegations() {
    return this.json<Delegation[]>("/api/delegations");
  }

  review(file: File, onto: string, labels: string) {
    const path = `/api/imports/review?${asked(file, onto, { labels })}`;
    return this.json<Review>(path, file);
  }

  bringIn(file: File, onto: string, reviewed: string, labels: string) {
    const path = `/api/imports?${asked(file, onto, { labels, reviewed })}`;
    return this.json<Brought>(path, file);
  }

  async signOut(everywhere: boolean) {
    await this.request(everywhere ? "/api/sessions" : "/api/session", undefined, { method: "DELETE" });
  }

  async signOutOf(slot: string) {
    try {
      await this.request("/api/session", undefined, { method: "DELETE", slot });
    } catch (caught) {
      if (!(caught instanceof ApiError) || caught.status !== 401) throw caught;
    }
  }

  ownSessions() {
    return this.json<OwnSession[]>("/api/me/sessions");
  }

  async endSession(id: string) {
    await this.request(`/api/me/sessions/${encodeURIComponent(id)}`, undefined, { method: "DELETE" });
  }

  endOtherSessions() {
    return this.json<{ ended: number }>("/api/me/sessions", undefined, { method: "DELETE" });
  }

  invitations() {
    return this.json<InvitationLine[]>("/api/invitations");
  }

  invite(invitation: NewInvitation) {
    return this.json<InvitationLine>("/api/invitations", invitation);
  }

  revokeInvitation(id: string, endSessions: boolean) {
    const path = `/api/invitations/${encodeURIComponent(id)}?endSessions=${endSessions}`;
    return this.json<{ ended: number }>(path, undefined, { method: "DELETE" });
  }

  exportFormats() {
    return this.json<ExportFormat[]>("/api/exports");
  }

  async exported(slug: string, query: string, signal?: AbortSignal) {
    const path = `/api/drafts/${encodeURIComponent(slug)}/export?${query}`;
    const response = await this.request(path, undefined, signal === undefined ? {} : { signal });
    const named = /filename="?([^";]+)"?/.exec(response.headers.get("content-disposition") ?? "");
    return { name: named?.[1] ?? slug, body: await response.blob() };
  }

  async decisions(slug: string) {
    const all: RecordedDecision[] = [];
    for (let after = ""; ; after = `?after=${all.at(-1)?.number}`) {
      const part = await this.json<RecordedDecision[]>(`/api/drafts/${encodeURIComponent(slug)}/decisions${after}`);
      all.push(...part);
      if (part.length < LONGEST_LIST) return all;
    }
  }

  async cameIn(slug: string) {
    const path = `/api/drafts/${encodeURIComponent(slug)}/history?limit=1`;
    return (await this.json<{ at: number }[]>(path))[0]?.at ?? null;
  }

  private async json<T>(path: string, body?: unknown, how: How = {}): Promise<T> {
    const response = await this.request(path, body, how);
    try {
      return (await response.json()) as T;
    } catch {
      throw new ApiError(response.status, "network", "The answer could not be read.", "");
    }
  }

  private async request(path: string, body?: unknown, how: How = {}): Promise<Response> {
    const headers = new Headers({ Accept: "application/json, text/plain" });
    const slot = how.slot ?? this.slot();
    if (slot !== null) headers.set("X-Adref-Slot", slot);
    const init: RequestInit = { headers, cache: "no-store", method: how.method ?? "GET", signal: how.signal ?? null };
    if (body !== undefined) {
      const bytes = body instanceof Blob;
      headers.set("Content-Type", bytes ? "application/octet-stream" : "application/json");
      init.method = "POST";
      init.body = bytes ? body : JSON.stringify(body);
    }
    let response: Response;
    try {
      response = await fetch(path, init);
    } catch {
      how.signal?.throwIfAborted();
      throw new ApiError(0, "network", "The server cannot be reached.", "");
    }
    if (response.ok) return response;
    const error = await readError(response);
    if (response.status === 401 && slot !== null && how.slot === undefined) this.onLost();
    throw error;
  }
}

/** What is said of a file that is sent. */
function asked(file: File, onto: string, more: Record<string, string>): URLSearchParams {
  return new URLSearchParams({ name: file.name, ...(onto === "" ? {} : { onto }), ...more });
}

async function readError(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as Partial<{
      code: string;
      message: string;
      hint: string;
      blockers: Blocker[];
    }>;
    return new ApiError(
      response.status,
      body.code ?? "server",
      body.message ?? response.statusText,
      body.hint ?? "",
      body.blockers,
    );
  } catch {
    return new ApiError(response.status, "server", response.statusText, "");
  }
}
