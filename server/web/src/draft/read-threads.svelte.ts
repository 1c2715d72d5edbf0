import { SvelteMap } from "svelte/reactivity";
import type { Thread } from "../contract";
import { READ } from "../net/traces";

/** Which comments this person has seen: how many of each thread, kept for as long as the session in this tab. */
export class ReadThreads {
  private readonly seen: SvelteMap<string, number>;
  private readonly key: string;

  constructor(
    draft: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem"> = sessionStorage,
  ) {
    this.key = `${READ}${draft}`;
    this.seen = new SvelteMap(this.kept());
  }

  /** Whether somebody else said something in the thread that was not seen. */
  isUnread(thread: Thread): boolean {
    return thread.comments.slice(this.seen.get(thread.id) ?? 0).some((comment) => !comment.own);
  }

  /** The thread was seen as it is. */
  note(thread: Thread): void {
    if (this.seen.get(thread.id) === thread.comments.length) return;
    this.seen.set(thread.id, thread.comments.length);
    try {
      this.storage.setItem(this.key, JSON.stringify([...this.seen]));
    } catch {
      // The storage is full: what was read is told as new after a reload.
    }
  }

  private kept(): [string, number][] {
    try {
      const kept: unknown = JSON.parse(this.storage.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? (kept as [string, number][]) : [];
    } catch {
      return [];
    }
  }
}
