#!/usr/bin/env node
// The command line in a checkout: `npm run stowbase -- …`, `npx --no-install stowbase …`.
import { launch } from './start/launch.mjs';

// `npm run` starts everything in the package's folder: paths on the command line mean the folder the person is in.
if (process.env.npm_lifecycle_event === 'stowbase' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const args = process.argv.slice(2);
// The service is a bundle of its own, which the command line starts.
const withService = ['serve', 'admin'].includes(args[0] ?? '') || (args[0] === 'demo' && args.includes('--service'));
await launch(args, withService ? ['cli', 'api'] : ['cli']);
