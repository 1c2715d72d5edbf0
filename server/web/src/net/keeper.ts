import type { Person, SessionApi } from "../contract";

const PREFIX = "adref-unsaved-";

/** What of a draft is not on the server's disk, as it is kept over a reload of the tab. */
export interface Unsaved {
  /** Whose words they are. */
  by: Pick<Person, "name" | "delegation">;
  draft: string;
  /** The text as its author saw it, for people; empty when it was not asked for. */
  text: string;
}

type Kept = Unsaved & { bytes: string };
type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;
type Listed = Pick<Storage, "length" | "key" | "getItem" | "removeItem">;

/** The keys of a storage that begin so. */
export function keysOf(storage: Pick<Storage, "length" | "key">, prefix: string): string[] {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at));
  return keys.filter((key) => key?.startsWith(prefix) === true) as string[];
}

/** Forgets what was kept of every draft. */
export function forgetUnsaved(storage: Listed = sessionStorage): void {
  for (const key of keysOf(storage, PREFIX)) storage.removeItem(key);
}

/** What is kept of every draft, and by whom. */
export function listUnsaved(storage: Listed = sessionStorage): Unsaved[] {
  return keysOf(storage, PREFIX).flatMap((key) => read(storage, key) ?? []);
}

/** Whether words are those of somebody who came in: a link makes another person each time, of the same name. */
export function isAuthor({ by }: Unsaved, person: Pick<Person, "name" | "delegation">): boolean {
  return by.name === person.name && by.delegation === person.delegation;
}

/** Forgets the words of everybody else. */
export function forgetOthers(person: Pick<Person, "name" | "delegation">, storage: Listed = sessionStorage): void {
  for (const key of keysOf(storage, PREFIX)) {
    const kept = read(storage, key);
    if (kept === null || !isAuthor(kept, person)) storage.removeItem(key);
  }
}

function read(storage: Pick<Storage, "getItem">, key: string): Kept | null {
  try {
    const { by, draft, text, bytes } = JSON.parse(storage.getItem(key) ?? "null") as Kept;
    const fits = [by.name, by.delegation, draft, text, bytes].every((field) => typeof field === "string");
    return fits ? { by, draft, text, bytes } : null;
  } catch {
    // Not ours: somebody wrote into the storage by hand.
    return null;
  }
}

/** Keeps what is not on the server's disk over a reload of the tab. */
export class Keeper {
  private readonly key: string;

  constructor(
    private readonly session: Pick<SessionApi, "unsaved" | "restore" | "pending">,
    private readonly draft: string,
    private readonly by: Pick<Person, "name" | "delegation">,
    private readonly storage: Store = sessionStorage,
  ) {
    this.key = `${PREFIX}${draft}`;
  }

  /** Gives the session what an earlier one of the same person could not save; before it connects. */
  restore(): void {
    const kept = read(this.storage, this.key);
    try {
      if (kept === null || !isAuthor(kept, this.by)) this.storage.removeItem(this.key);
      else this.session.restore(Uint8Array.from(atob(kept.bytes), (c) => c.charCodeAt(0)));
    } catch {
      this.storage.removeItem(this.key);
    }
  }

  /** Keeps what there is now, with the text when somebody may have to read it without the server. The session may have frames to send after it. */
  keep(now: number, text = ""): void {
    const kept = this.session.pending() === 0 ? new Uint8Array() : this.session.unsaved(now);
    if (kept.length === 0) {
      this.storage.removeItem(this.key);
      return;
    }
    const bytes = btoa(Array.from(kept, (byte) => String.fromCharCode(byte)).join(""));
    const { name, delegation } = this.by;
    try {
      this.storage.setItem(this.key, JSON.stringify({ by: { name, delegation }, draft: this.draft, text, bytes }));
    } catch {
      // The storage is full: the words are still in the tab, and go to the server when it is there.
    }
  }
}
