import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { CONFIG, type Config } from '../../config/config';
import { fail } from '../accounts.errors';
import { PublicAddress } from '../public-address';

/**
 * Whom requests may come through and for whom they are: X-Forwarded-For is believed of TRUST_PROXY alone, and a page whose name was pointed
 * at this machine (DNS rebinding) reaches the port, but not the service. Before anything reads a body.
 */
export function checkHost(app: NestExpressApplication): void {
  app.set('trust proxy', [...app.get<Config>(CONFIG).trustProxy]);
  const address = app.get(PublicAddress);
  app.use((request: Request, _: Response, next: NextFunction) => {
    next(address.accepts(hostOf(request)) ? undefined : wrongHost());
  });
}

/** A whole URL in the request line counts more than the Host header (RFC 9112 §3.2.2); from here on the request has its path alone. */
function hostOf(request: Request): string | undefined {
  const [, host, rest] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(request.url) ?? [];
  if (host === undefined || rest === undefined) return request.headers.host;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  request.originalUrl = request.url;
  return host;
}

const wrongHost = (): Error =>
  fail('WRONG_HOST', 'The request names a host that this service does not answer for.', {
    nextStep: 'Open the service under its PUBLIC_URL, or set PUBLIC_URL to the address that people use.',
  });
