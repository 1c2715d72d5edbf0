import type { Person } from "./contract";
import { HttpApi, type Api } from "./net/api";

const KEPT_AS = "adref.session";

/** Who is here. Kept per tab, so that a chair, a delegate and an observer can sit in three tabs of one browser. */
class Session {
  person = $state.raw<Person | null>(null);
  /** Why there is no session, if there was one. */
  lost = $state(false);
  secret = $state<string | null>(sessionStorage.getItem(KEPT_AS));

  enter(secret: string, person: Person): void {
    sessionStorage.setItem(KEPT_AS, secret);
    this.secret = secret;
    this.person = person;
    this.lost = false;
  }

  leave(lost: boolean): void {
    sessionStorage.removeItem(KEPT_AS);
    this.secret = null;
    this.person = null;
    this.lost = lost;
  }
}

export const session = new Session();

export let api: Api = new HttpApi(
  () => session.secret,
  () => session.leave(true),
);

/** For development without a server. */
export function replaceApi(other: Api): void {
  api = other;
}
