#!/usr/bin/env node
// For tests: bundles the service with its crash points, exactly as the real one is: `node tools/build/crash-service.mjs OUTFILE`.
import { join } from 'node:path';
import { apps, bundle } from '../build.mjs';
import { typescriptProgram } from './typescript-program.mjs';

const root = join(import.meta.dirname, '../..');
const entry = 'apps/api/src/e2e/crash/testing/crash-main.ts';
const plugins = [typescriptProgram({ root, entry, tsconfig: 'apps/api/tsconfig.json' })];
await bundle({ entry, external: apps.api.external, plugins }, process.argv[2] ?? '');
