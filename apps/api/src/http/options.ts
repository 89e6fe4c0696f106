import type { NextFunction, Request, Response } from 'express';
import { methodsOf, pathOf } from './routes';

/** OPTIONS names the methods of an address and allows no other site anything: pages of ours come from here. */
export function answerOptions(request: Request, response: Response, next: NextFunction): void {
  const methods = request.method === 'OPTIONS' ? methodsOf(response.app, pathOf(request)) : [];
  if (methods.length === 0) next();
  else response.status(204).setHeader('Allow', methods.join(', ')).end();
}
