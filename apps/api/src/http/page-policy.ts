import { randomBytes } from 'node:crypto';
import helmet from 'helmet';
import type { Request, Response } from 'express';

interface PagePolicy {
  /** Scripts may only come from our own files, and no text becomes a script. Not for pages of others' making. */
  readonly trustedTypes: boolean;
}

/** Sets the policy of one page. Gives the nonce that its styles must carry; a page with a nonce must not be kept by anybody. */
export function sendPagePolicy(request: Request, response: Response, { trustedTypes }: PagePolicy): string {
  const nonce = randomBytes(16).toString('base64');
  const self = ["'self'"];
  const policy = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': self,
      'style-src': ["'self'", `'nonce-${nonce}'`],
      'img-src': ["'self'", 'data:'],
      'font-src': self,
      'connect-src': self,
      'manifest-src': self,
      'base-uri': self,
      'form-action': self,
      'frame-ancestors': ["'none'"],
      ...(trustedTypes ? { 'require-trusted-types-for': ["'script'"], 'trusted-types': ["'none'"] } : {}),
    },
  });
  policy(request, response, () => undefined);
  response.setHeader('Cache-Control', 'no-store');
  return nonce;
}
