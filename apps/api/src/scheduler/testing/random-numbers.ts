/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Times at which no process runs: a few minutes to some weeks each. In order. */
export function outages(random: () => number, from: Date, to: Date, count: number): { from: number; to: number }[] {
  const hour = 3_600_000;
  const list = Array.from({ length: count }, () => {
    const begins = from.getTime() + random() * (to.getTime() - from.getTime());
    return { from: begins, to: begins + hour * 10 ** (random() * 3.6 - 1) };
  });
  return list.sort((a, b) => a.from - b.from);
}
