// Packages of another Debian release than this machine's: fetched and unpacked into a folder, never installed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Fetches packages by an apt that knows only that release, and nothing of what is installed here.
 * @param {string} work an empty folder
 * @param {{ uri: string, options: string }} source see `debianSource`
 * @param {{ suite: string, packages: string[], dependencies: boolean }} o `dependencies`: all that they need, down to the C library
 * @returns {string[]} the files
 */
export function fetchPackages(work, source, { suite, packages, dependencies }) {
  const debs = dependencies ? join(work, 'cache/archives') : join(work, 'debs');
  for (const dir of ['state/lists/partial', 'cache/archives/partial', 'debs'])
    mkdirSync(join(work, dir), { recursive: true });
  writeFileSync(join(work, 'status'), '');
  writeFileSync(join(work, 'sources.list'), `deb ${source.options}${source.uri} ${suite} main\n`);
  const options = [
    `Dir::Etc::sourcelist=${join(work, 'sources.list')}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State=${join(work, 'state')}`,
    `Dir::State::status=${join(work, 'status')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
  ].flatMap((o) => ['-o', o]);
  run('apt-get', [...options, 'update', '-qq']);
  const how = dependencies ? ['install', '-y', '--no-install-recommends', '--download-only'] : ['download'];
  run('apt-get', [...options, ...how, '-qq', ...packages], debs);
  return readdirSync(debs)
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(debs, name));
}

/** @param {string[]} debs @param {string} folder is made */
export function unpackInto(debs, folder) {
  mkdirSync(folder, { recursive: true });
  for (const deb of debs) run('dpkg-deb', ['-x', deb, folder]);
}

/** Throws what the command complains about, without addresses. @param {string} command @param {string[]} args @param {string} [cwd] */
export function run(command, args, cwd) {
  const done = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (done.status === 0) return;
  const why = (done.stderr || done.error?.message || '').trim().split('\n').slice(-3).join(' ');
  throw new Error(`${command} failed: ${why.replace(/https?:\/\/\S+/g, '(archive)')}`);
}
