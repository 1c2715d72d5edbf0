import type { Blocker } from "../contract";
import { ApiError, type Api } from "../net/api";

/** How long the choices must stand still before the server is asked. */
const STILL_MS = 200;

/** What is to be seen of an export. */
export type Seen =
  | { kind: "nothing" }
  | { kind: "edition"; html: string }
  | { kind: "open"; blockers: Blocker[] }
  | { kind: "failed"; error: unknown };

/** Asks the server for the edition that belongs to the choices: the last ones alone, and one at a time. */
export class Preview {
  seen = $state.raw<Seen>({ kind: "nothing" });
  busy = $state(false);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | null = null;

  constructor(
    private readonly api: () => Api,
    private readonly slug: string,
  ) {}

  /** Shows what the server gives for a query; whatever was being asked for is given up. */
  ask(query: string): void {
    this.stop();
    this.busy = true;
    this.timer = setTimeout(() => void this.fetch(query), STILL_MS);
  }

  /** Shows nothing: a choice is missing. */
  clear(): void {
    this.stop();
    this.seen = { kind: "nothing" };
  }

  stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
    this.busy = false;
  }

  private async fetch(query: string): Promise<void> {
    const running = new AbortController();
    this.running = running;
    let seen: Seen;
    try {
      const { body } = await this.api().exported(this.slug, query, running.signal);
      seen = { kind: "edition", html: await body.text() };
    } catch (error) {
      const isOpen = error instanceof ApiError && error.code === "open-matters";
      seen = isOpen ? { kind: "open", blockers: error.blockers } : { kind: "failed", error };
    }
    if (running.signal.aborted) return;
    this.running = null;
    this.busy = false;
    this.seen = seen;
  }
}
