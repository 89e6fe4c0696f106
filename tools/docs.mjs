#!/usr/bin/env node
// npm run docs: writes every page that is made from the sources, and the web app's client of the API.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { madeFiles, present } from './docs/made-files.mjs';
import { clientFolder, makeClient } from './web/api-client.mjs';

for (const { file, path, text } of await madeFiles()) {
  if (present(path) === text) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`${file} was out of date.`);
}
makeClient(clientFolder);
