import type { IncomingHttpHeaders } from 'node:http';

/** How long a reply asks to wait (`Retry-After`, RFC 9110 §10.2.3: seconds or a date), milliseconds; undefined when it doesn't say. */
export function retryAfterMs(headers: IncomingHttpHeaders, now = Date.now()): number | undefined {
  const asked = headers['retry-after'];
  if (asked === undefined) return undefined;
  if (/^\d{1,9}$/.test(asked)) return Number(asked) * 1_000;
  const date = Date.parse(asked);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
