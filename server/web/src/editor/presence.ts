import type { Cursor } from "../contract";

const AT_MOST_EVERY_MS = 50;

/** Tells the room where the caret is: at once, then at most every 50 ms, the last place always. */
export class PresenceThrottle {
  private timer: ReturnType<typeof setTimeout> | null = null;
  private waiting: Cursor | null = null;
  private told = "";

  constructor(private readonly send: (cursor: Cursor | null) => void) {}

  tell(cursor: Cursor): void {
    this.waiting = cursor;
    if (this.timer !== null) return;
    this.sendWaiting();
    this.timer = setTimeout(() => {
      this.timer = null;
      if (this.waiting !== null) this.tell(this.waiting);
    }, AT_MOST_EVERY_MS);
  }

  stop(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private sendWaiting(): void {
    const cursor = this.waiting;
    this.waiting = null;
    const json = JSON.stringify(cursor);
    if (cursor === null || json === this.told) return;
    this.told = json;
    this.send(cursor);
  }
}
