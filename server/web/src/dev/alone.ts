import type { DraftView, Person } from "../contract";
import { ApiError, type Api } from "../net/api";
import { replaceSessions } from "../net/sessions";
import { replaceApi, session } from "../session.svelte";
import { FakeSession } from "./fake-session";
import { agenda, commitment } from "./fixture";

const people = {
  chair: { id: "u1", name: "Janis Karklins", delegation: "", role: "chair" },
  member: { id: "u2", name: "Amina Diallo", delegation: "Northland", role: "member" },
  observer: { id: "u3", name: "Lin Wei", delegation: "Observer", role: "observer" },
} satisfies Record<string, Person>;

/** Answers for the server and for client-core from the fixture: `?alone&as=chair|member|observer`. */
export function standAlone(): void {
  const params = new URLSearchParams(location.search);
  const person = Object.values(people).find(({ role }) => role === params.get("as")) ?? people.chair;
  const drafts = new Map<string, DraftView>([commitment(), agenda()].map((view) => [view.slug, view]));
  const find = (slug: string) => {
    const view = drafts.get(slug);
    if (view === undefined) throw new ApiError(404, "unknown-draft", "No such draft.", "");
    return view;
  };
  if (!params.has("out")) session.enter("alone", { person, mustSign: false });
  replaceApi(fakeApi(drafts, find, person));
  replaceSessions(() =>
    Promise.resolve((slug: string) => {
      const fake = new FakeSession(find(slug), person);
      fake.cursors = [
        { connection: 7, person: people.member, cursor: { paragraph: "p-7", anchor: 20, head: 31 } },
        { connection: 12, person: people.observer, cursor: null },
      ];
      // Within reach of the console and of a browser test.
      Object.assign(window, { adrefFake: fake });
      return fake;
    }),
  );
  // A socket that opens and says nothing.
  window.WebSocket = class extends EventTarget {
    static readonly OPEN = 1;
    readyState = 1;
    binaryType = "blob";
    onopen: (() => void) | null = null;
    constructor() {
      super();
      setTimeout(() => this.onopen?.(), 30);
    }
    send() {
      // Nobody listens.
    }
    close() {
      this.readyState = 3;
    }
  } as unknown as typeof WebSocket;
}

function fakeApi(drafts: Map<string, DraftView>, find: (slug: string) => DraftView, person: Person): Api {
  const copy = <T>(value: T) => Promise.resolve(structuredClone(value));
  return {
    look: (token) =>
      token.startsWith("expired")
        ? Promise.reject(new ApiError(410, "expired-invitation", "Expired.", ""))
        : copy({ role: person.role, delegation: null }),
    provider: () => copy({ provider: null }),
    beginSignIn: () => Promise.reject(new ApiError(404, "no-sign-in", "No sign-in.", "")),
    join: () => copy({ slot: "alone", person, mustSign: false }),
    signOut: () => Promise.resolve(),
    signOutOf: () => Promise.resolve(),
    ownSessions: () => copy([]),
    endSession: () => Promise.resolve(),
    endOtherSessions: () => copy({ ended: 0 }),
    invitations: () => copy([]),
    invite: () => Promise.reject(new ApiError(503, "store", "There is no server.", "")),
    revokeInvitation: () => copy({ ended: 0 }),
    review: () => Promise.reject(new ApiError(503, "store", "There is no server.", "")),
    bringIn: () => Promise.reject(new ApiError(503, "store", "There is no server.", "")),
    session: () => copy({ person, mustSign: false }),
    registerDevice: () => Promise.resolve(),
    delegations: () => copy([]),
    drafts: () =>
      copy([
        ...[...drafts.values()].map((view) => ({
          ...{ id: view.id, slug: view.slug, title: view.title, language: view.language },
          ...{ kind: view.kind, paragraphs: view.paragraphs.length, open: view.open, diagnostics: 2 },
        })),
        {
          ...{ id: "d3", slug: "gfc-report", title: "峰会主席之友组的报告", language: "zh" },
          ...{ kind: "reference" as const, paragraphs: 12, diagnostics: 0 },
          open: { brackets: 0, alternatives: 0, placeholders: 0, proposals: 0 },
        },
      ]),
    draft: async (slug) => copy(find(slug)),
    diagnostics: () =>
      copy([
        {
          ...{ code: "stray-close", severity: "warning" as const, line: 702, column: 3 },
          message: "A closing bracket stands alone in a bullet.",
          hint: "It was left out of the text; the bracket before the title encloses both annexes.",
        },
        {
          ...{ code: "quadrupled", severity: "note" as const, line: 64, column: 4 },
          message: "A run of characters is printed four times.",
          hint: "Read as one bold run.",
        },
      ]),
    life: () => copy({ events: [{ at: 0, by: "", delegation: "", kind: "imported" as const }] }),
    history: async (slug, id) => {
      const bracket = find(slug).brackets.find((b) => b.id === id);
      if (bracket === undefined) throw new ApiError(404, "unknown-bracket", "No such bracket.", "");
      const at = Date.UTC(2026, 10, 20, 10, 2);
      const by = bracket.openedBy;
      const opened = { at: bracket.openedAt, by, delegation: bracket.delegation, words: bracket.words };
      return copy({
        bracket,
        events: [
          by === ""
            ? { ...opened, kind: "imported" as const }
            : { ...opened, kind: "opened" as const, reason: bracket.reason, wish: bracket.wish },
          {
            ...{ at, by: "Lin Wei", delegation: "Observer", kind: "changed" as const },
            ...{ before: "包括妇女之间的差距", after: "包括男性与女性之间的差距" },
          },
          ...(bracket.state === "open"
            ? []
            : [
                {
                  ...{ at: at + 9e5, by: "Janis Karklins", delegation: "", kind: "decided" as const },
                  ...{
                    decision: bracket.state,
                    branch: bracket.picked ?? undefined,
                    reason: "No objection in the room.",
                  },
                },
              ]),
        ],
      });
    },
    exportFormats: () =>
      copy([
        { format: "text", mediaType: "text/plain", extension: "txt", modes: ["as-it-stands", "final"] },
        { format: "html", mediaType: "text/html", extension: "html", modes: ["as-it-stands", "final"] },
      ]),
    decisions: () => copy([]),
    cameIn: () => Promise.resolve(null),
    exported: (slug, query) => {
      const view = find(slug);
      const html = `<h1>${view.title}</h1>`;
      if (!query.includes("mode=final")) return Promise.resolve({ name: `${slug}.html`, body: new Blob([html]) });
      const blockers = view.brackets
        .filter((b) => b.state === "open")
        .map((b) => ({
          kind: "bracket" as const,
          label: b.place,
          paragraph: b.paragraph,
          bracket: b.id,
          words: b.words,
        }));
      return Promise.reject(new ApiError(409, "open-matters", "Open matters remain.", "", blockers));
    },
  };
}
