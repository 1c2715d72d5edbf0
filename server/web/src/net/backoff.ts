/** Milliseconds to wait before try number `attempt` (from 0): exponential, with full jitter so that a room of hundreds
 *  does not come back in one instant after a restart. `random` is in [0, 1). */
export function backoff(attempt: number, random: number, base = 500, most = 20_000): number {
  const ceiling = Math.min(most, base * 2 ** Math.min(attempt, 16));
  return Math.round(base / 2 + random * (ceiling - base / 2));
}
