/** Addresses live in the fragment, so that one static page serves all of them and an invitation never reaches a log. */
export type Route =
  | { at: "join"; token: string }
  | { at: "drafts" }
  /** With `exporting` the draft is being given out: the choices, as the part of an address behind its `?`. */
  | { at: "draft"; slug: string; focus: Focus | null; exporting: string | null }
  | { at: "invitations" }
  | { at: "intake" }
  | { at: "not-signed-in"; code: string }
  | { at: "unknown" };

export type Focus = { kind: "paragraph" | "bracket"; id: string };

export function parseRoute(hash: string): Route {
  const [path = "", ...query] = hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").map(decode);
  const [first = "", second = "", third = "", fourth = ""] = parts;
  if (first === "" || (first === "drafts" && second === "")) return { at: "drafts" };
  if (first === "join" && second !== "") return { at: "join", token: second };
  if (first === "not-signed-in" && second !== "") return { at: "not-signed-in", code: second };
  if (first === "invitations" && second === "") return { at: "invitations" };
  if (first === "bring-in" && second === "") return { at: "intake" };
  if (first === "drafts") {
    if (third === "p" && fourth !== "") return draft(second, { kind: "paragraph", id: fourth });
    if (third === "b" && fourth !== "") return draft(second, { kind: "bracket", id: fourth });
    if (third === "export" && fourth === "") return draft(second, null, query.join("?"));
    if (third === "") return draft(second, null);
  }
  return { at: "unknown" };
}

export function draftAddress(slug: string, focus: Focus | null = null): string {
  const base = `#/drafts/${encodeURIComponent(slug)}`;
  if (focus === null) return base;
  return `${base}/${focus.kind === "paragraph" ? "p" : "b"}/${encodeURIComponent(focus.id)}`;
}

export function exportAddress(slug: string, query = ""): string {
  return `${draftAddress(slug)}/export${query === "" ? "" : `?${query}`}`;
}

/** Goes to an address in the place of the one that is shown: the way back leads to the one before. */
export function replaceAddress(address: string): void {
  history.replaceState(history.state, "", address);
  // It tells nobody by itself.
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function draft(slug: string, focus: Focus | null, exporting: string | null = null): Route {
  return { at: "draft", slug, focus, exporting };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
