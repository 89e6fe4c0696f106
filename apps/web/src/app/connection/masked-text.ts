import type { Range } from './split-connection';

export const bullet = '•';

/** The text as it may stand on the screen: as long as the real one, so that places in both are the same. */
export function masked(text: string, secrets: readonly Range[]): string {
  let shown = text;
  for (const [from, to] of secrets) shown = shown.slice(0, from) + bullet.repeat(to - from) + shown.slice(to);
  return shown;
}

/**
 * What the real text has become by an edit of the shown one. Behind the caret nothing has changed, and before it what was typed stands
 * last: that tells what was put in and what was taken out, also among bullets.
 */
export function edited(real: string, shownBefore: string, shownNow: string, caret: number): string {
  const keptEnd = shownNow.length - caret;
  const most = Math.min(caret, shownBefore.length - keptEnd);
  // Not an edit but another text, as a password manager sets it.
  if (most < 0 || !shownBefore.endsWith(shownNow.slice(caret))) return shownNow;
  let keptStart = 0;
  while (keptStart < most && shownBefore[keptStart] === shownNow[keptStart]) keptStart += 1;
  return real.slice(0, keptStart) + shownNow.slice(keptStart, caret) + real.slice(real.length - keptEnd);
}

const copied = /^(?<before>.*?)(?<quote>["']?)(?<url>postgres(?:ql)?:\/\/.*)$/is;

/** A connection string out of what people copy: `DATABASE_URL="postgresql://…"`, `psql 'postgresql://…'`. */
export function cleanPasted(text: string): string {
  const { before = '', quote = '', url } = copied.exec(text.trim())?.groups ?? {};
  if (url === undefined) return text.trim();
  const end = quote !== '' ? url.indexOf(quote) : before === '' ? -1 : url.search(/\s/);
  return (end < 0 ? url : url.slice(0, end)).trim();
}
