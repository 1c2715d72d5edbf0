import type { Person } from "./contract";
import { meeting } from "./draft/meeting.svelte";
import { HttpApi, type Api, type Current } from "./net/api";
import { forgetOthers } from "./net/keeper";
import { freshSlot } from "./net/slot";
import { AWAY, endLater, endNow, forgetAll, forgetSeen } from "./net/traces";

const KEPT_AS = "adref.slot";

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
  /** Whether the server takes changes alone that this device signed. */
  mustSign = $state(false);
  /** Why there is no session, if there was one. */
  lost = $state(false);
  /** Names the cookie of this tab; no secret. `null` when nobody joined here. */
  slot = $state<string | null>(sessionStorage.getItem(KEPT_AS));
  /** How many words of this person are not on the server's disk; the open draft says it. */
  unsaved: () => number = () => 0;
  /** The text of the open draft as it stands in this window, with a name for its file. */
  text: () => { name: string; text: string } = () => ({ name: "", text: "" });
  private leaving = false;
  private asking: Promise<Current> | null = null;

  /** Somebody joined; the cookie is there. */
  enter(slot: string, current: Current): void {
    sessionStorage.setItem(KEPT_AS, slot);
    this.slot = slot;
    this.lost = false;
    this.leaving = false;
    this.become(current);
  }

  /** Who this is: after a reload, and back from the provider, the tab knows the cookie alone. */
  async who(): Promise<Person> {
    if (this.person !== null) return this.person;
    const { slot } = this;
    this.asking ??= api.session();
    try {
      const current = await this.asking;
      // Somebody else may have come in meanwhile.
      if (this.slot === slot && this.person === null) this.become(current);
      return this.person ?? current.person;
    } finally {
      this.asking = null;
    }
  }

  /** What somebody before could not save is not sent in this one's name. */
  private become({ person, mustSign }: Current): void {
    forgetOthers(person);
    this.mustSign = mustSign;
    this.person = person;
  }

  /** Goes to the provider of identities, which sends the tab back. */
  async signIn(): Promise<void> {
    const { address } = await api.beginSignIn(freshSlot());
    sessionStorage.setItem(AWAY, location.hash);
    location.assign(address);
  }

  /** The session is over. What was not saved waits for its author when the server ended it. */
  leave(lost: boolean): void {
    sessionStorage.removeItem(KEPT_AS);
    this.slot = null;
    this.person = null;
    this.lost = lost && !this.leaving;
    meeting.forget();
    // After the open draft has closed.
    setTimeout(forgetSeen);
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
    this.signOutHere();
  }

  /** Ends the session in this browser, when the server cannot be reached: it hears of it as soon as it can. */
  signOutOffline(): void {
    if (this.slot !== null) endLater(this.slot);
    this.leaving = true;
    this.signOutHere();
  }

  /** Tells the server which sessions were signed out of without it. */
  async endPassed(): Promise<void> {
    await endNow((slot) => api.signOutOf(slot));
  }

  private signOutHere(): void {
    this.leave(false);
    // Whoever sits down next reads and sends nothing of this one. After the open draft has closed, which keeps it.
    setTimeout(forgetAll);
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
