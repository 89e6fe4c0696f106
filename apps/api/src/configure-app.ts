import type { NestExpressApplication } from '@nestjs/platform-express';

/** Everything between the socket and the controllers: the same for the real service and for tests. */
export function configureApp(app: NestExpressApplication): void {
  app.setGlobalPrefix('api');
  app.disable('x-powered-by');
}
