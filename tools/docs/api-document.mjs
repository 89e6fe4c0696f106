// What the API is, as the Swagger plugin reads it from types and comments: by a program made as the service's is.
import { join } from 'node:path';
import { testPrograms } from '../build/test-programs.mjs';

/** @type {Promise<import('@nestjs/swagger').OpenAPIObject> | undefined} */
let made;

/** The OpenAPI document; made once a process. */
export const apiDocument = () => (made ??= make());

async function make() {
  const { apiDocument: describe } = await import(join(await testPrograms(), 'document.js'));
  return await describe();
}
