// A PostgreSQL 17 client beside Debian 12's own 15: unpacked from the next Debian release, never installed.
// The machine's own apt sources say where from; the unpacked programs get that release's C library by patchelf.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canInstall, install } from './packages.mjs';
import { onPath } from './programs.mjs';
import { debianSource } from './debian-source.mjs';
import { fetchPackages, run, unpackInto } from './other-release.mjs';

const root = join(import.meta.dirname, '../..');
const home = join(root, 'tmp/pg-client-17');
const programs = ['pg_dump', 'pg_dumpall', 'psql', 'pg_restore'];
const packages =
  `postgresql-client-17 libpq5 libc6 libssl3t64 libzstd1 liblz4-1 zlib1g libreadline8t64 libtinfo6 libgssapi-krb5-2
  libkrb5-3 libk5crypto3 libkrb5support0 libcom-err2 libkeyutils1 libldap2 libsasl2-2`.split(/\s+/);
const machines = /** @type {const} */ ({
  x64: { folder: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { folder: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
});

/** @param {(line: string) => void} say @returns {{ dir: string | null, reason: string | null }} */
export function fetchClient17(say) {
  if (works('/usr/lib/postgresql/17/bin')) return { dir: '/usr/lib/postgresql/17/bin', reason: null };
  const bin = join(home, 'usr/lib/postgresql/17/bin');
  if (works(bin)) return { dir: bin, reason: null };
  const machine = machines[/** @type {'x64' | 'arm64'} */ (process.arch)];
  if (!canInstall() || machine === undefined) return { dir: null, reason: 'it is only unpacked on Debian 12 as root' };
  const source = debianSource();
  if (source === null) return { dir: null, reason: 'the sources of apt name no Debian 12 archive' };
  say('Unpacking a PostgreSQL 17 client into tmp/pg-client-17.');
  const work = mkdtempSync(join(tmpdir(), 'stowbase-client-17-'));
  try {
    if (!onPath('patchelf')) install(['patchelf']);
    unpack(fetchPackages(work, source, { suite: 'trixie', packages, dependencies: false }), machine);
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    return { dir: null, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return works(bin) ? { dir: bin, reason: null } : { dir: null, reason: 'the unpacked pg_dump does not start' };
}

/** @param {string[]} debs @param {{ folder: string, loader: string }} machine */
function unpack(debs, machine) {
  const next = `${home}.next`;
  rmSync(next, { recursive: true, force: true });
  unpackInto(debs, next);
  const loader = join(home, 'usr/lib', machine.folder, machine.loader);
  for (const program of programs) {
    const file = join(next, 'usr/lib/postgresql/17/bin', program);
    run('patchelf', [
      '--set-interpreter',
      loader,
      '--force-rpath',
      '--set-rpath',
      `$ORIGIN/../../../${machine.folder}`,
      file,
    ]);
  }
  rmSync(home, { recursive: true, force: true });
  renameSync(next, home);
}

/** @param {string} bin */
function works(bin) {
  const program = join(bin, 'pg_dump');
  return (
    existsSync(program) &&
    spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout?.includes('(PostgreSQL) 17.') === true
  );
}
