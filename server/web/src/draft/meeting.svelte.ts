import { MEETING } from "../net/traces";

/** The meeting that decisions are taken in, as the chair names it; kept for this tab, until the session ends. */
class Meeting {
  private current = $state(sessionStorage.getItem(MEETING) ?? "");

  get name(): string {
    return this.current;
  }

  set name(name: string) {
    this.current = name;
    sessionStorage.setItem(MEETING, name);
  }

  /** The session is over. */
  forget(): void {
    this.current = "";
    sessionStorage.removeItem(MEETING);
  }
}

export const meeting = new Meeting();
