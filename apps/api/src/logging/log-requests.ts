import type { NextFunction, Request, Response } from 'express';
import { requestIdOf } from '../http/request-id';
import type { Log } from './log';

/** Asked every few seconds by machines. */
const frequent = ['/api/health/live', '/api/health/ready', '/api/metrics'];

/**
 * A line for each request: the route as it is declared (an address may hold the token of a download), never the query, the body or a header.
 * Goes in front of everything else.
 */
export function logRequests(log: Log): (request: Request, response: Response, next: NextFunction) => void {
  return (request, response, next) => {
    const started = performance.now();
    response.once('close', () => {
      const route = routeOf(request);
      const line = {
        requestId: requestIdOf(request),
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(performance.now() - started),
        // The client went away, or we tore the connection to say that the reply isn't whole.
        ...(response.writableFinished ? {} : { cut: true }),
      };
      const quiet = route === null || frequent.includes(route);
      log[response.statusCode >= 500 ? 'error' : quiet ? 'debug' : 'info'](line, 'request');
    });
    next();
  };
}

/** Null: the address is no route; the web app's files, and what isn't there. */
function routeOf(request: Request): string | null {
  const route: unknown = request.route;
  if (typeof route !== 'object' || route === null || !('path' in route)) return null;
  return typeof route.path === 'string' && !route.path.startsWith('*') ? route.path : null;
}
