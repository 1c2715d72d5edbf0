import type { SessionApi } from "../contract";
import { loadSessions, type OpenSession } from "./wasm";

let opener: (() => Promise<OpenSession>) | null = null;

/** For development without client-core. */
export function replaceSessions(other: () => Promise<OpenSession>): void {
  opener = other;
}

export async function openSession(draft: string, labels: string): Promise<SessionApi> {
  const open = await (opener ?? loadSessions)();
  return open(draft, labels);
}
