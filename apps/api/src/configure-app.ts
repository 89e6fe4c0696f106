import type { NestApplicationOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { checkHost } from './accounts/guard/host-check';
import { CONFIG, type Config } from './config/config';
import { ProblemFilter } from './errors/problem.filter';
import { sendHeaders } from './http/headers';
import { readJsonBodies } from './http/json-body';
import { onlyHealth } from './http/only-health';
import { answerOptions } from './http/options';
import { identify } from './http/request-id';
import { validation } from './http/validation';
import { findWebApp, serveWebApp } from './http/web-app';

/** Bodies are read by `readJsonBodies`. */
export const appOptions = { bodyParser: false } as const satisfies NestApplicationOptions;

/** Everything between the socket and the controllers: the same for the real service and for tests. */
export function configureApp(app: NestExpressApplication, webApp = findWebApp()): void {
  app.setGlobalPrefix('api');
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(identify);
  sendHeaders(app, app.get<Config>(CONFIG));
  checkHost(app);
  if (app.get<Config>(CONFIG).role === 'worker') app.use(onlyHealth);
  app.use(answerOptions);
  readJsonBodies(app);
  serveWebApp(app, webApp);
  app.useGlobalPipes(validation());
  app.useGlobalFilters(new ProblemFilter());
}
