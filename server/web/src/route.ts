/** Addresses live in the fragment, so that one static page serves all of them and an invitation never reaches a log. */
export type Route =
  | { at: "join"; token: string }
  | { at: "drafts" }
  | { at: "draft"; slug: string; focus: Focus | null }
  | { at: "invitations" }
  | { at: "not-signed-in"; code: string }
  | { at: "unknown" };

export type Focus = { kind: "paragraph" | "bracket"; id: string };

export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#\/?/, "").split("/").map(decode);
  const [first = "", second = "", third = "", fourth = ""] = parts;
  if (first === "" || (first === "drafts" && second === "")) return { at: "drafts" };
  if (first === "join" && second !== "") return { at: "join", token: second };
  if (first === "not-signed-in" && second !== "") return { at: "not-signed-in", code: second };
  if (first === "invitations" && second === "") return { at: "invitations" };
  if (first === "drafts") {
    if (third === "p" && fourth !== "") return draft(second, { kind: "paragraph", id: fourth });
    if (third === "b" && fourth !== "") return draft(second, { kind: "bracket", id: fourth });
    if (third === "") return draft(second, null);
  }
  return { at: "unknown" };
}

export function draftAddress(slug: string, focus: Focus | null = null): string {
  const base = `#/drafts/${encodeURIComponent(slug)}`;
  if (focus === null) return base;
  return `${base}/${focus.kind === "paragraph" ? "p" : "b"}/${encodeURIComponent(focus.id)}`;
}

function draft(slug: string, focus: Focus | null): Route {
  return { at: "draft", slug, focus };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
