// A current Ceph beside Debian 12's own 16.2, for the long tests: unpacked from Debian's unstable release, never installed. Its programs run by
// the loader and the libraries that lie beside them (libs/storage/src/testing/servers/ceph-programs.ts).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianSource } from './debian-source.mjs';
import { fetchPackages, unpackInto } from './other-release.mjs';
import { canInstall } from './packages.mjs';

const home = join(import.meta.dirname, '../../tmp/ceph-from-sid');
const packages = ['radosgw', 'ceph-mon', 'ceph-osd'];

/**
 * Some 160 MB are fetched and 570 MB unpacked, once.
 * @param {(line: string) => void} say @returns {{ dir: string | null, reason: string | null }}
 */
export function fetchCephFromSid(say) {
  if (works(home)) return { dir: home, reason: null };
  if (!canInstall()) return { dir: null, reason: 'it is only unpacked on Debian 12 as root' };
  const source = debianSource();
  if (source === null) return { dir: null, reason: 'the sources of apt name no Debian 12 archive' };
  say('Unpacking a current Ceph into tmp/ceph-from-sid.');
  const work = mkdtempSync(join(tmpdir(), 'stowbase-ceph-'));
  const next = `${home}.next`;
  try {
    for (const folder of [home, next]) rmSync(folder, { recursive: true, force: true });
    unpackInto(fetchPackages(work, source, { suite: 'sid', packages, dependencies: true }), next);
    renameSync(next, home);
  } catch (error) {
    return { dir: null, reason: error instanceof Error ? error.message : String(error) };
  } finally {
    for (const folder of [work, next]) rmSync(folder, { recursive: true, force: true });
  }
  if (works(home)) return { dir: home, reason: null };
  rmSync(home, { recursive: true, force: true });
  return { dir: null, reason: 'the unpacked radosgw does not start' };
}

/** @param {string} root */
function works(root) {
  const usr = join(root, 'usr/lib');
  const machine = existsSync(usr) ? readdirSync(usr).find((name) => name.endsWith('-linux-gnu')) : undefined;
  if (machine === undefined) return false;
  const libraries = join(usr, machine);
  const loader = readdirSync(libraries).find((name) => /^ld-linux.*\.so\.\d$/.test(name));
  const program = join(root, 'usr/bin/radosgw');
  const args = ['--library-path', `${libraries}:${join(libraries, 'ceph')}`, program, '--version'];
  return spawnSync(join(libraries, loader ?? ''), args, { encoding: 'utf8' }).stdout?.includes('ceph version') === true;
}
