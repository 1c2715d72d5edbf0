/** Where the room of a draft is reached: the page's own host, over a WebSocket. `cookie` names the one that the session is in. */
export function roomAddress(slug: string, page: string, cookie = ""): string {
  const address = new URL(`/ws/drafts/${encodeURIComponent(slug)}`, page);
  if (cookie !== "") address.searchParams.set("slot", cookie);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
