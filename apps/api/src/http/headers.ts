import helmet from 'helmet';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Config } from '../config/config';

const year = 365 * 24 * 60 * 60;

/**
 * What browsers are told of every reply (security.md, "Web"). Replies of the API may load nothing, be framed nowhere, and are never kept; pages
 * have a policy of their own, which replaces this one.
 */
export function sendHeaders(app: NestExpressApplication, { publicUrl }: Pick<Config, 'publicUrl'>): void {
  app.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'none'"],
          'frame-ancestors': ["'none'"],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      // Browsers ignore it, with a complaint, where they trust no address: over plain HTTP to another machine.
      crossOriginOpenerPolicy: isTrusted(publicUrl) && { policy: 'same-origin' },
      crossOriginResourcePolicy: { policy: 'same-origin' },
      xFrameOptions: { action: 'deny' },
      // Only where people really come by https: else this would lock them out. Their other hosts are none of our business.
      strictTransportSecurity: publicUrl.protocol === 'https:' && { maxAge: year, includeSubDomains: false },
    }),
  );
  app.use('/api', neverKept);
}

const isTrusted = ({ protocol, hostname }: URL): boolean => protocol === 'https:' || hostname === 'localhost';

const neverKept: RequestHandler = (_: Request, response: Response, next: NextFunction) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
