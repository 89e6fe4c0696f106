#!/usr/bin/env node
// npm run docs: writes every page that is made from the sources.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { madeFiles, present } from './docs/made-files.mjs';

for (const { file, path, text } of await madeFiles()) {
  if (present(path) === text) continue;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  console.log(`${file} was out of date.`);
}
