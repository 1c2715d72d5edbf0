// What a session leaves in the storage of the browser, and what of it goes when it ends. The language stays: it says nothing of anybody. So does
// the key of the browser, which other tabs sign with and no script can read.

import { forgetUnsaved, keysOf } from "./keeper";

/** The meeting that decisions are taken in; in `draft/meeting.svelte.ts`. */
export const MEETING = "adref-meeting";
/** Where the tab was when it went to the provider of identities; in `session.svelte.ts`. */
export const AWAY = "adref.away";
/** Which comments were read; in `draft/read-threads.svelte.ts`. */
export const READ = "adref-read-";
/** What the server signed last; in `net/pin.ts`. */
export const PINNED = "adref-pin-";

/** Slots of sessions that were signed out of without the server, which has not heard of it yet. No secrets. */
const ENDING = "adref.ending";

/** What goes with every session, however it ended. What the server signed does not: else it could end sessions to be held to nothing. */
export function forgetSeen(tab: Storage = sessionStorage): void {
  for (const key of [MEETING, AWAY, ...keysOf(tab, READ)]) tab.removeItem(key);
}

/** What goes when somebody signs out: all of it. */
export function forgetAll(tab: Storage = sessionStorage, browser: Storage = localStorage): void {
  forgetSeen(tab);
  forgetUnsaved(tab);
  for (const key of keysOf(browser, PINNED)) browser.removeItem(key);
}

/** Remembers to end a session, once the server can be reached. */
export function endLater(slot: string, browser: Storage = localStorage): void {
  browser.setItem(ENDING, [...ending(browser), slot].join(" "));
}

/** Ends what is still to be ended: `end` resolves when the session is over and rejects when the server cannot be asked. */
export async function endNow(end: (slot: string) => Promise<void>, browser: Storage = localStorage): Promise<void> {
  for (const slot of ending(browser)) {
    try {
      await end(slot);
    } catch {
      // Later.
      return;
    }
    const left = ending(browser).filter((other) => other !== slot);
    if (left.length === 0) browser.removeItem(ENDING);
    else browser.setItem(ENDING, left.join(" "));
  }
}

function ending(browser: Storage): string[] {
  return (browser.getItem(ENDING) ?? "").split(" ").filter((slot) => /^[A-Za-z0-9]{16,40}$/.test(slot));
}
