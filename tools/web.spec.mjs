import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { clientFiles, clientFolder, makeClient } from './web/api-client.mjs';

describe("the web app's client of the API", () => {
  const fresh = join(import.meta.dirname, `../tmp/api-client-${process.pid}`);
  afterAll(() => rmSync(fresh, { recursive: true, force: true }));

  it('is made from openapi.json as it is now (npm run docs)', () => {
    makeClient(fresh);
    expect(clientFiles(clientFolder)).toEqual(clientFiles(fresh));
  });
});
