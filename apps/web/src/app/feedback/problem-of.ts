import { HttpErrorResponse } from '@angular/common/http';
import type { Problem } from '../api/models/problem';

/** What went wrong, as the service says it (RFC 9457); where it could not say anything, in our words. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof HttpErrorResponse)) {
    console.error(error);
    return own('PAGE_FAILED', 0, $localize`This page has a fault.`, $localize`Reload it; if it stays, report it.`);
  }
  const body = parsed(error.error);
  if (isProblem(body)) return body;
  if (error.status === 0)
    return own(
      'NO_CONNECTION',
      0,
      $localize`The service could not be reached.`,
      $localize`Look at your network and whether the service is up, then try again.`,
    );
  return own(
    'UNKNOWN_REPLY',
    error.status,
    $localize`The service, or something before it, replied with ${error.status} and no reason.`,
    $localize`Try again; if it stays, look into the log of the service.`,
  );
}

/** Replies without a body are asked for as text; then the text of a problem comes as it is. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string' || !body.startsWith('{')) return body;
  try {
    return JSON.parse(body);
  } catch {
    // SyntaxError: the words of something before the service.
    return null;
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'detail' in body && 'status' in body;

const own = (code: string, status: number, detail: string, nextStep: string): Problem => ({
  code,
  status,
  detail,
  nextStep,
  title: detail,
  type: 'about:blank',
  instance: '',
});
