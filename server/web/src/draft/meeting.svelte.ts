const KEY = "adref-meeting";

/** The meeting that decisions are taken in, as the chair names it; kept for this tab. */
class Meeting {
  private current = $state(sessionStorage.getItem(KEY) ?? "");

  get name(): string {
    return this.current;
  }

  set name(name: string) {
    this.current = name;
    sessionStorage.setItem(KEY, name);
  }
}

export const meeting = new Meeting();
