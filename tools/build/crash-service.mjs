#!/usr/bin/env node
// For tests: bundles the service exactly as the real one is, with its crash points or by another entry:
// `node tools/build/crash-service.mjs OUTFILE [ENTRY]`.
import { join } from 'node:path';
import { apps, bundle } from '../build.mjs';
import { typescriptProgram } from './typescript-program.mjs';

const root = join(import.meta.dirname, '../..');
const [, , outfile = '', entry = 'apps/api/src/e2e/crash/testing/crash-main.ts'] = process.argv;
const plugins = [typescriptProgram({ root, entry, tsconfig: 'apps/api/tsconfig.json' })];
await bundle({ entry, external: apps.api.external, plugins, crashPoints: true }, outfile);
