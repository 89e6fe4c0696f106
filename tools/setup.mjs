#!/usr/bin/env node
// Makes this machine ready for tests, bench and demo: `npm run setup [-- --client-17 --browser --servers]`. Runs under Node 20 too.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { missingPrograms, pgCronMissing } from './setup/programs.mjs';
import { canInstall, installOnDebian, isDebian, oneCommand, tryOptionalPackage } from './setup/packages.mjs';
import { installServers, missingServerPackages, missingServers } from './setup/storage-servers.mjs';
import { fetchClient17 } from './setup/client-17.mjs';
import { fetchCephFromSid } from './setup/ceph-from-sid.mjs';
import { linkEmbeddedServer } from './setup/embedded-server.mjs';

/** @typedef {{ dir: string | null, reason: string | null }} Unpacked a folder, or why there is none */

/**
 * @param {{ client17?: boolean, browser?: boolean, servers?: boolean, currentCeph?: boolean, say?: (line: string) => void }} o
 *   `servers`: the S3 and WebDAV servers of the tests; only where Debian's packages are, elsewhere their tests fail
 * @returns {{ ok: boolean, missing: string[], client17: Unpacked, currentCeph: Unpacked }}
 *   `client17.dir` is the folder that holds pg_dump 17 (null, with the reason, when it can't be had or wasn't asked for).
 */
export function setUp({
  client17 = false,
  browser = false,
  servers = false,
  currentCeph = false,
  say = console.log,
} = {}) {
  linkEmbeddedServer();
  const lacking = () => [...missingPrograms({ browser }), ...(servers && isDebian() ? missingServers() : [])];
  let missing = lacking();
  if (missing.length > 0 && canInstall()) {
    say(`Installing what is missing: ${missing.join(', ')}.`);
    if (missingPrograms({ browser }).length > 0) installOnDebian({ browser });
    if (servers && missingServers().length > 0) installServers();
    missing = lacking();
  }
  if (missing.length > 0) {
    const command = oneCommand({ browser, also: servers ? missingServerPackages() : [] });
    say(`Missing: ${missing.join(', ')}. Run this, then try again:\n\n  ${command}\n`);
    const none = { dir: null, reason: 'other programs are missing' };
    return { ok: false, missing, client17: none, currentCeph: none };
  }
  const cron = pgCronMissing();
  if (cron !== null) tryOptionalPackage(`postgresql-${cron}-cron`, say);
  const client = client17 ? fetchClient17(say) : { dir: null, reason: 'not asked for (--client-17)' };
  if (client17 && client.dir === null)
    say(`No PostgreSQL 17 client here: ${client.reason}. Its tests will be skipped.`);
  const ceph = currentCeph ? fetchCephFromSid(say) : { dir: null, reason: 'it belongs to npm run test:all' };
  return { ok: true, missing, client17: client, currentCeph: ceph };
}

const startedDirectly =
  process.argv[1] !== undefined &&
  existsSync(process.argv[1]) &&
  import.meta.url === pathToFileURL(process.argv[1]).href;
if (startedDirectly) {
  const known = ['--client-17', '--browser', '--servers'];
  const unknown = process.argv.slice(2).filter((a) => !known.includes(a));
  if (unknown.length > 0) {
    console.error(`Unknown option ${unknown[0]}. Usage: npm run setup [-- ${known.join(' ')}]`);
    process.exit(2);
  }
  const asked = (/** @type {string} */ option) => process.argv.includes(option);
  const result = setUp({ client17: asked('--client-17'), browser: asked('--browser'), servers: asked('--servers') });
  if (result.ok) console.log('Ready: every program that tests, bench and demo need is here.');
  process.exit(result.ok ? 0 : 1);
}
