import type { NextFunction, Request, Response } from 'express';
import { fail } from '../errors/common.errors';
import { pathOf } from './routes';

/** A process that works in the background (`ROLE=worker`) is asked how it is, and for its figures; for nothing else. */
export function onlyHealth(request: Request, _response: Response, next: NextFunction): void {
  if (/^\/api\/(health\/\w+|metrics)$/i.test(pathOf(request))) next();
  else
    next(
      fail('NOT_FOUND', 'This process works in the background: it answers for its health and its figures only.', {
        nextStep: 'Ask a process that runs with ROLE=api or ROLE=all.',
      }),
    );
}
