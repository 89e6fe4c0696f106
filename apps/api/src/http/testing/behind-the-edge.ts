import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { LoggerService, Provider, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { request } from 'undici';
import { PublicAddress } from '../../accounts/public-address';
import type { Config } from '../../config/config';
import { ConfigModule } from '../../config/config.module';
import { readConfig } from '../../config/env';
import { appOptions, configureApp } from '../../configure-app';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed when it is JSON, else the text. */
  readonly body: Record<string, unknown> & string;
}

export interface Edge {
  readonly app: NestExpressApplication;
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** What was logged as an error. */
  readonly logged: string[];
  ask(method: string, path: string, options?: AskOptions): Promise<Reply>;
  close(): Promise<void>;
}

export interface AskOptions {
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

/** Controllers of a test behind everything that real ones stand behind, without accounts and records. */
export async function behindTheEdge(
  controllers: Type[],
  change: Partial<Config> = {},
  providers: Provider[] = [],
): Promise<Edge> {
  class TestModule {}
  const config = { ...readConfig({}), ...change };
  const logged: string[] = [];
  const app = await NestFactory.create<NestExpressApplication>(
    { module: TestModule, imports: [ConfigModule.of(config)], controllers, providers: [PublicAddress, ...providers] },
    { ...appOptions, logger: keeping(logged) },
  );
  // Whatever was built before: tests of the API have no web app.
  configureApp(app, null);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as { port: number };
  const origin = `http://127.0.0.1:${port}`;
  return {
    app,
    origin,
    logged,
    ask: async (method, path, { body, headers = {} } = {}) => {
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      const reply = await request(`${origin}${path}`, {
        method: method,
        body: body ?? null,
        headers: { ...type, ...headers },
      });
      const text = await reply.body.text();
      const json = /json/.test(String(reply.headers['content-type'])) && text !== '';
      return {
        status: reply.statusCode,
        headers: reply.headers,
        body: (json ? JSON.parse(text) : text) as Reply['body'],
      };
    },
    close: () => app.close(),
  };
}

const keeping = (lines: string[]): LoggerService => {
  const keep = (message: unknown): void => void lines.push(String(message));
  return { log: () => undefined, warn: () => undefined, error: keep, fatal: keep };
};
