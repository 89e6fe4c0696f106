import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import compression from 'compression';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { fail } from '../errors/common.errors';
import { firstPaintFirst } from './first-paint';
import { sendPagePolicy } from './page-policy';
import { pathOf } from './routes';

/** Beside the bundle, or in a checkout; null: not built. */
export function findWebApp(): string | null {
  const places = ['../web/browser', '../../../../dist/apps/web/browser'].map((path) => join(import.meta.dirname, path));
  return places.find((place) => existsSync(join(place, 'index.html'))) ?? null;
}

/**
 * Serves the web app: its files (their names hold their hash, so they are kept for ever), and for every address that is no file and not under
 * /api the page itself, which knows what to show there.
 */
export function serveWebApp(app: NestExpressApplication, folder: string | null): void {
  app.use(compressPages);
  if (folder !== null)
    app.useStaticAssets(folder, {
      index: false,
      redirect: false,
      dotfiles: 'ignore',
      setHeaders: (response: Response, path: string) =>
        response.setHeader('Cache-Control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'),
    });
  const page = folder === null ? noWebApp : firstPaintFirst(readFileSync(join(folder, 'index.html'), 'utf8'));
  app.use((request: Request, response: Response, next: NextFunction) => {
    const path = pathOf(request);
    if (/^\/api\/./i.test(path)) next();
    else if (!isPage(request.method, path)) next(fail('NOT_FOUND', 'There is nothing at this address.'));
    else {
      const nonce = sendPagePolicy(request, response, { trustedTypes: true });
      response.type('html').send(page.replaceAll('NONCE', nonce));
    }
  });
}

const compress = compression();

/** Pages only: replies of the API hold secrets beside what others may have chosen, and its stream must not wait for a full block. */
const compressPages = (request: Request, response: Response, next: NextFunction): void => {
  if (/^\/api(\/|$)/i.test(pathOf(request))) next();
  else compress(request, response, next);
};

/** `main-5AQ2LIOX.js` */
const hashed = /-[A-Z0-9]{8}\.\w+$/;

const isPage = (method: string, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^\/api\/?$/i.test(path) && !/\.[^/]*$/.test(path);

const noWebApp = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Stowbase</title><meta name="viewport" content="width=device-width">
<style nonce="NONCE">body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style></head>
<body><h1>Stowbase</h1>
<p>The service runs. Its web pages are not part of this build.</p>
<p>Everything it does can be asked for over its API: <a href="/api/docs">/api/docs</a> describes it.</p>
</body></html>
`;
