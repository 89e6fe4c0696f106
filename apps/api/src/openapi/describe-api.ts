import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../app.module';
import { readConfig } from '../config/env';
import type { Database } from '../database/database';
import type { SecretBox } from '../secrets/secret-box';
import { eventSchema } from '../events/event.dto';
import { completeOperations } from './complete-operations';
import { ProblemDto } from './problem.dto';
import { routeTable } from './route-table';

declare const STOWBASE_VERSION: string;

/** The OpenAPI 3.1 document of all controllers. Nothing is started or opened: in a preview nothing is even made. */
export async function describeApi(): Promise<OpenAPIObject> {
  const nothing: unknown = {};
  const module = AppModule.of(readConfig({}), nothing as Database, nothing as SecretBox);
  const app = await NestFactory.create<NestExpressApplication>(module, {
    preview: true,
    abortOnError: false,
    logger: ['error'],
  });
  app.setGlobalPrefix('api');
  const document = SwaggerModule.createDocument(app, about(), {
    operationIdFactory: (_, handler) => handler,
    extraModels: [ProblemDto],
  });
  // A choice of several is no class, so that no decorator can name it.
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ApiEvent: eventSchema } };
  return completeOperations(document, routeTable(app));
}

const about = (): Omit<OpenAPIObject, 'paths'> =>
  new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Stowbase')
    .setDescription(
      'Complete backups of Supabase projects, to storage you own. Send an API token as "Authorization: Bearer stow_…". Errors are ' +
        'application/problem+json with a stable "code". Lists are paged: ask again with "cursor" set to the "next" of the page before.',
    )
    .setVersion(STOWBASE_VERSION)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API token of this service.' }, 'token')
    .addCookieAuth(
      '__Host-sid',
      { type: 'apiKey', in: 'cookie', description: 'A login session; every request also carries X-XSRF-TOKEN.' },
      'session',
    )
    .build();
