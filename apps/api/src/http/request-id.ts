import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';

export interface IdentifiedRequest extends Request {
  id?: string;
}

/** Each request has an id of ours, never the client's: the reply has it as `x-request-id`, an error as `instance`, the log as well. */
export function identify(request: IdentifiedRequest, response: Response, next: NextFunction): void {
  response.setHeader('X-Request-Id', requestIdOf(request));
  next();
}

export const requestIdOf = (request: IdentifiedRequest): string => (request.id ??= randomUUID());
