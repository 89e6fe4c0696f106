/** Seconds. */
const first = 30;
const longest = 3_600;
/** What another side asks for is believed so far. */
const longestAsked = 6 * 3_600;

/**
 * How long to wait after so many attempts, milliseconds: twice as long each time, an hour at most, spread over half of it more; never less
 * than the other side asks for.
 * @param attempts 1 after the first one
 * @param random in [0, 1)
 */
export function waitMs(attempts: number, retryAfter: number | null, random: number): number {
  const own = Math.min(first * 2 ** Math.min(attempts - 1, 20), longest) * (1 + random / 2);
  return Math.round(Math.max(own, Math.min(retryAfter ?? 0, longestAsked)) * 1_000);
}
