// What the API is, as the Swagger plugin reads it from types and comments: a bundle of its own, made as the service's is.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../build.mjs';
import { typescriptProgram } from '../build/typescript-program.mjs';

const root = join(import.meta.dirname, '../..');
const entry = 'apps/api/src/openapi/document.ts';

/** @type {Promise<import('@nestjs/swagger').OpenAPIObject> | undefined} */
let made;

/** The OpenAPI document; made once a process. */
export const apiDocument = () => (made ??= make());

async function make() {
  const folder = join(root, `tmp/doors/openapi-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const plugins = [typescriptProgram({ root, entry, tsconfig: 'apps/api/tsconfig.json' })];
    const external = ['pg-native', '@nestjs/microservices', '@nestjs/websockets', '@fastify/static'];
    await bundle({ entry, external, plugins }, join(folder, 'document.mjs'), 'error');
    const { apiDocument: describe } = await import(join(folder, 'document.mjs'));
    return await describe();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
