/** Where the room of a draft is reached: the page's own host, over a WebSocket. */
export function roomAddress(slug: string, page: string): string {
  const address = new URL(`/ws/drafts/${encodeURIComponent(slug)}`, page);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
