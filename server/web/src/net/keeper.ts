import type { SessionApi } from "../contract";

const PREFIX = "adref-unsaved-";

/** Forgets what was kept of every draft: somebody signed out. */
export function forgetUnsaved(storage: Storage = sessionStorage): void {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at));
  for (const key of keys) if (key?.startsWith(PREFIX)) storage.removeItem(key);
}

/** Keeps what is not on the server's disk over a reload of the tab. */
export class Keeper {
  private readonly key: string;

  constructor(
    private readonly session: Pick<SessionApi, "unsaved" | "restore" | "pending">,
    draft: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = sessionStorage,
  ) {
    this.key = `${PREFIX}${draft}`;
  }

  /** Gives the session what an earlier one could not save; before it connects. */
  restore(): void {
    const kept = this.storage.getItem(this.key);
    if (kept === null) return;
    try {
      this.session.restore(Uint8Array.from(atob(kept), (c) => c.charCodeAt(0)));
    } catch {
      // Not ours: somebody wrote into the storage by hand.
      this.storage.removeItem(this.key);
    }
  }

  /** Keeps what there is now. The session may have frames to send after it. */
  keep(now: number): void {
    const kept = this.session.pending() === 0 ? new Uint8Array() : this.session.unsaved(now);
    if (kept.length === 0) {
      this.storage.removeItem(this.key);
      return;
    }
    try {
      this.storage.setItem(this.key, btoa(Array.from(kept, (byte) => String.fromCharCode(byte)).join("")));
    } catch {
      // The storage is full: the words are still in the tab, and go to the server when it is there.
    }
  }
}
