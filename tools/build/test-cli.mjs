#!/usr/bin/env node
// For tests: bundles the command line exactly as the real one is, but by another entry: `node tools/build/test-cli.mjs ENTRY OUTFILE`.
import { apps, bundle } from '../build.mjs';

const [, , entry = '', outfile = ''] = process.argv;
await bundle({ ...apps.cli, entry }, outfile);
