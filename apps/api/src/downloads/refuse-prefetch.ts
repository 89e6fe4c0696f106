import type { IncomingHttpHeaders } from 'node:http';
import { fail } from './downloads.errors';

/** A browser or a chat program that looks at links ahead of a click must not use one up. @throws ApiError `PREFETCH_REFUSED` */
export function refusePrefetch(headers: IncomingHttpHeaders): void {
  const purposes = [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']].flat();
  if (!purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose ?? ''))) return;
  throw fail('PREFETCH_REFUSED', 'This looks like a prefetch, not like a download.', {
    nextStep: 'Open the link by a click.',
  });
}
