import type { Person } from "./contract";
import { HttpApi, type Api } from "./net/api";
import { forgetUnsaved } from "./net/keeper";
import { freshSlot } from "./net/slot";

const KEPT_AS = "adref.slot";
/** Where the tab was when it went to the provider of identities. */
const AWAY = "adref.away";

/** Back from the provider: the cookie of the slot that the address names is there. */
function cameBack(): void {
  const slot = /^#\/signed-in\/([A-Za-z0-9]{16,40})$/.exec(location.hash)?.[1];
  if (slot === undefined) return;
  sessionStorage.setItem(KEPT_AS, slot);
  const was = sessionStorage.getItem(AWAY) ?? "";
  sessionStorage.removeItem(AWAY);
  history.replaceState(null, "", was.startsWith("#/drafts/") ? was : "#/drafts");
}
cameBack();

/** Who is here. The secret is in a cookie that no script can read. The tab keeps which of them is its own, so that a chair, a delegate and
 *  an observer can sit in three tabs of one browser. */
class Session {
  person = $state.raw<Person | null>(null);
  /** Why there is no session, if there was one. */
  lost = $state(false);
  /** Names the cookie of this tab; no secret. `null` when nobody joined here. */
  slot = $state<string | null>(sessionStorage.getItem(KEPT_AS));
  /** How many words of this person are not on the server's disk; the open draft says it. */
  unsaved: () => number = () => 0;
  private leaving = false;

  /** Somebody joined; the cookie is there. */
  enter(slot: string, person: Person): void {
    sessionStorage.setItem(KEPT_AS, slot);
    this.slot = slot;
    this.person = person;
    this.lost = false;
    this.leaving = false;
  }

  /** Goes to the provider of identities, which sends the tab back. */
  async signIn(): Promise<void> {
    const { address } = await api.beginSignIn(freshSlot());
    sessionStorage.setItem(AWAY, location.hash);
    location.assign(address);
  }

  /** The session is over. */
  leave(lost: boolean): void {
    sessionStorage.removeItem(KEPT_AS);
    this.slot = null;
    this.person = null;
    this.lost = lost && !this.leaving;
  }

  /** Ends the session on the server, and here; with `everywhere` every session of this person. */
  async signOut(everywhere: boolean): Promise<void> {
    // The server closes what is open by this session, and that is no loss.
    this.leaving = true;
    try {
      await api.signOut(everywhere);
    } catch (caught) {
      if (this.slot !== null) {
        this.leaving = false;
        throw caught;
      }
    }
    this.leave(false);
    // Whoever sits down next does not send what this one could not save. After the open draft has closed, which keeps it.
    setTimeout(forgetUnsaved);
  }
}

export const session = new Session();

export let api: Api = new HttpApi(
  () => session.slot,
  () => session.leave(true),
  freshSlot,
);

/** For development without a server. */
export function replaceApi(other: Api): void {
  api = other;
}
