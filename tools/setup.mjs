#!/usr/bin/env node
// Makes this machine ready for tests, bench and demo: `npm run setup [-- --client-17 --browser]`. Runs under Node 20 too.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { missingPrograms, pgCronMissing } from './setup/programs.mjs';
import { canInstall, installOnDebian, oneCommand, tryOptionalPackage } from './setup/packages.mjs';
import { fetchClient17 } from './setup/client-17.mjs';
import { linkEmbeddedServer } from './setup/embedded-server.mjs';

/**
 * @param {{ client17?: boolean, browser?: boolean, say?: (line: string) => void }} o
 * @returns {{ ok: boolean, missing: string[], client17: { dir: string | null, reason: string | null } }}
 *   `client17.dir` is the folder that holds pg_dump 17 (null, with the reason, when it can't be had or wasn't asked for).
 */
export function setUp({ client17 = false, browser = false, say = console.log } = {}) {
  linkEmbeddedServer();
  let missing = missingPrograms({ browser });
  if (missing.length > 0 && canInstall()) {
    say(`Installing what is missing: ${missing.join(', ')}.`);
    installOnDebian({ browser });
    missing = missingPrograms({ browser });
  }
  if (missing.length > 0) {
    say(`Missing: ${missing.join(', ')}. Run this, then try again:\n\n  ${oneCommand({ browser })}\n`);
    return { ok: false, missing, client17: { dir: null, reason: 'other programs are missing' } };
  }
  const cron = pgCronMissing();
  if (cron !== null) tryOptionalPackage(`postgresql-${cron}-cron`, say);
  const client = client17 ? fetchClient17(say) : { dir: null, reason: 'not asked for (--client-17)' };
  if (client17 && client.dir === null)
    say(`No PostgreSQL 17 client here: ${client.reason}. Its tests will be skipped.`);
  return { ok: true, missing, client17: client };
}

const startedDirectly =
  process.argv[1] !== undefined &&
  existsSync(process.argv[1]) &&
  import.meta.url === pathToFileURL(process.argv[1]).href;
if (startedDirectly) {
  const unknown = process.argv.slice(2).filter((a) => a !== '--client-17' && a !== '--browser');
  if (unknown.length > 0) {
    console.error(`Unknown option ${unknown[0]}. Usage: npm run setup [-- --client-17 --browser]`);
    process.exit(2);
  }
  const result = setUp({ client17: process.argv.includes('--client-17'), browser: process.argv.includes('--browser') });
  if (result.ok) console.log('Ready: every program that tests, bench and demo need is here.');
  process.exit(result.ok ? 0 : 1);
}
