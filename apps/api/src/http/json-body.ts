import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import type { ApiError } from '../errors/api-error';
import { fail } from '../errors/common.errors';
import { oddityOf } from './json-problems';

const largest = 1024 * 1024;

/** Paths whose handler reads the body as a stream, of any type and length. */
const streamed: readonly RegExp[] = [];

/**
 * Bodies are JSON objects of at most 1 MiB in UTF-8, or not there at all (H28): other types would let a form of another site write here.
 * The application must have been created with `bodyParser: false`.
 */
export function readJsonBodies(app: NestExpressApplication): void {
  app.use(refuseOtherTypes);
  app.useBodyParser('raw', { type: isRead, limit: largest, inflate: false });
  app.use(parse);
}

const isRead = (request: IncomingMessage): boolean => {
  const path = (request.url ?? '').split('?')[0] ?? '';
  return !streamed.some((pattern) => pattern.test(path));
};

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function refuseOtherTypes(request: Request, _: Response, next: NextFunction): void {
  if (hasBody(request) && isRead(request) && !isJson(request.headers['content-type'])) next(otherType());
  else next();
}

/** `application/json`, with no parameter but UTF-8. */
const isJson = (type: string | undefined): boolean =>
  type !== undefined && /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(type);

const otherType = (): ApiError =>
  fail('UNSUPPORTED_MEDIA_TYPE', 'The body is not sent as application/json.', {
    nextStep: 'Send JSON in UTF-8 with the header "Content-Type: application/json".',
  });

function parse(request: Request, _: Response, next: NextFunction): void {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) {
    next();
    return;
  }
  const parsed = body.length === 0 ? undefined : parseStrictly(body);
  request.body = parsed instanceof Error ? undefined : parsed;
  next(parsed instanceof Error ? parsed : undefined);
}

function parseStrictly(body: Buffer): object | ApiError {
  if (!isUtf8(body)) return invalid('it is not UTF-8');
  const text = body.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return invalid('it can not be read as JSON');
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid('it is no object');
  const oddity = oddityOf(text);
  return oddity === null ? value : invalid(oddity);
}

const invalid = (why: string): ApiError =>
  fail('INVALID_JSON', `The body of the request was refused: ${why}.`, {
    nextStep: 'Send one JSON object with the fields that /api/docs names.',
  });
