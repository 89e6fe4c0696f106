import { Catch, Logger, NotFoundException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { redact } from '@stowbase/postgres';
import type { Response } from 'express';
import { methodsOf, pathOf } from '../http/routes';
import { requestIdOf, type IdentifiedRequest } from '../http/request-id';
import { ApiError } from './api-error';
import { fail } from './common.errors';
import { problemType, writeProblem } from './problem';
import { secretsOf } from './request-secrets';
import { translate } from './translate';

/** The one place where errors become replies. What isn't foreseen is a bug: logged whole, told only by its reference. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('Problem');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<IdentifiedRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const secrets = secretsOf(request);
    const clean = (text: string): string => redact(text, secrets);
    const requestId = requestIdOf(request);
    const known = translate(thrown);
    const what = `${requestId} ${request.method} ${pathOf(request)}: `;
    if (isForeseen(thrown)) {
      if (thrown.status >= 500) this.log.warn(clean(`${what}${thrown.code}: ${thrown.message}`));
    } else if (known === undefined || known.status >= 500) this.log.error(clean(what + storyOf(thrown)));
    // A body that has begun can't be taken back: only a connection that is reset says that it isn't whole.
    if (response.headersSent) {
      if (!response.writableFinished) response.socket?.resetAndDestroy();
      return;
    }
    send(response, forMethod(known ?? internal(requestId), request, response), requestId, clean);
  }
}

function send(response: Response, error: ApiError, requestId: string, clean: (text: string) => string): void {
  for (const [name, value] of Object.entries(error.options.headers ?? {})) response.setHeader(name, value);
  response.setHeader('Cache-Control', 'no-store');
  response
    .status(error.status)
    .type(problemType)
    .send(writeProblem(error, requestId, clean));
}

const internal = (reference: string): ApiError =>
  fail('INTERNAL', 'Something went wrong inside Stowbase.', {
    nextStep: `Look for ${reference} in the log of the service, and report what stands there.`,
    more: { reference },
  });

/** An unknown address that other methods know is 405. */
function forMethod(error: ApiError, request: IdentifiedRequest, response: Response): ApiError {
  if (!(error.options.cause instanceof NotFoundException)) return error;
  const allowed = methodsOf(response.app, pathOf(request));
  if (allowed.length === 0 || allowed.includes(request.method)) return error;
  const allow = allowed.join(', ');
  return fail('METHOD_NOT_ALLOWED', `This address does not take ${request.method}.`, {
    nextStep: `It takes ${allow}.`,
    headers: { Allow: allow },
  });
}

/** One that the service itself thought of: where in its code it was thrown tells nobody anything. */
const isForeseen = (thrown: unknown): thrown is ApiError => thrown instanceof ApiError && thrown.cause === undefined;

/** The stack of an error and of its causes. */
function storyOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `thrown: ${String(thrown)}`;
  const own = thrown.stack ?? thrown.message;
  return thrown.cause === undefined ? own : `${own}\ncaused by ${storyOf(thrown.cause)}`;
}
