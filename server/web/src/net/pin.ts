import type { SessionApi } from "../contract";
import { PINNED } from "./traces";

/** Faults that say: this is not the server, or not the record, that was seen before. */
const DOUBTS = new Set(["another-key", "forked"]);

export function isDoubt(code: string): boolean {
  return DOUBTS.has(code);
}

/** Keeps what the server has signed last, so that another window and another day hold it to that. */
export class Pin {
  private readonly key: string;

  constructor(
    private readonly session: Pick<SessionApi, "pin" | "setPin">,
    draft: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem"> = localStorage,
  ) {
    this.key = `${PINNED}${draft}`;
  }

  /** Tells the session what was seen before; before it connects. */
  restore(): void {
    const kept = this.storage.getItem(this.key);
    if (kept === null) return;
    try {
      if (this.session.setPin(Uint8Array.from(atob(kept), (c) => c.charCodeAt(0)))) return;
    } catch {
      // Not ours: somebody wrote into the storage by hand.
    }
    this.storage.removeItem(this.key);
  }

  /** Keeps what has been seen by now. */
  keep(): void {
    const pin = this.session.pin();
    if (pin.length === 0) return;
    try {
      this.storage.setItem(this.key, btoa(Array.from(pin, (byte) => String.fromCharCode(byte)).join("")));
    } catch {
      // The storage is full: this window still holds the server to it.
    }
  }

  /** The person goes on with what the server has now. */
  forget(): void {
    this.storage.removeItem(this.key);
  }
}
