/** A name for the cookie of a tab: letters and digits that no other tab chooses. It opens nothing. */
export function freshSlot(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
