// Installing by the system's own package manager: by itself on Debian and Ubuntu as root, by one printed command elsewhere.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPath, serverMajors } from './programs.mjs';

const dropIn = '/etc/postgresql-common/createcluster.d/stowbase-setup.conf';
const tried = join(import.meta.dirname, '../../tmp/setup');

/** True on Debian or Ubuntu as root. */
export function canInstall() {
  return isDebian() && process.getuid?.() === 0;
}

/**
 * Installs PostgreSQL (client and server), zstd, age, setpriv and, where tests in a browser are to run, Chromium. No database cluster is made or
 * started.
 * @param {{ browser?: boolean }} o
 */
export function installOnDebian({ browser = false } = {}) {
  updateLists();
  const major = serverMajors()[0] ?? newestMajorOnOffer();
  const packages = [
    `postgresql-${major}`,
    `postgresql-client-${major}`,
    'zstd',
    'age',
    'util-linux',
    'tar',
    'gzip',
    'coreutils',
    ...(browser ? [onOffer('chromium-headless-shell') ? 'chromium-headless-shell' : 'chromium'] : []),
  ];
  const cron = `postgresql-${major}-cron`;
  withoutMainCluster(() => install(onOffer(cron) ? [...packages, cron] : packages));
}

/**
 * Installs a package that tests can do without: asked for once, and only where it can be installed.
 * @param {string} name
 * @param {(line: string) => void} say
 */
export function tryOptionalPackage(name, say) {
  const marker = join(tried, `no-${name}`);
  if (!canInstall() || existsSync(marker)) return;
  if (!onOffer(name)) spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
  if (onOffer(name)) {
    say(`Installing ${name}.`);
    withoutMainCluster(() => install([name]));
    return;
  }
  mkdirSync(tried, { recursive: true });
  writeFileSync(marker, 'apt does not have it; delete this file to ask again\n');
}

/**
 * The one command that a person runs where we can't install by ourselves.
 * @param {{ browser?: boolean, also?: string[] }} o `also`: packages of Debian
 */
export function oneCommand({ browser = false, also: more = [] } = {}) {
  const also = browser ? ' chromium' : '';
  if (isDebian()) {
    const packages = ['postgresql', 'postgresql-client', 'zstd', `age${also}`, ...more].join(' ');
    return `sudo apt-get install -y --no-install-recommends ${packages}`;
  }
  if (process.platform === 'darwin')
    return `brew install postgresql@17 zstd age${also} && export PATH="$(brew --prefix postgresql@17)/bin:$PATH"`;
  if (onPath('dnf')) return `sudo dnf install -y postgresql-server postgresql-contrib zstd age util-linux${also}`;
  if (onPath('pacman')) return `sudo pacman -S --needed postgresql zstd age util-linux${also}`;
  if (onPath('apk')) return `sudo apk add postgresql postgresql-client postgresql-contrib zstd age setpriv${also}`;
  return `install PostgreSQL 15 or newer (server and client), zstd, age and setpriv (util-linux)${browser ? ' and Chromium' : ''}, and put them on PATH`;
}

export function updateLists() {
  apt('apt-get', ['update', '-qq']);
}

/** @param {string[]} packages */
export function install(packages) {
  apt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages]);
}

/** Debian's postgresql packages make and start a cluster when installed; a drop-in for the time of the install says no. @param {() => void} work */
function withoutMainCluster(work) {
  mkdirSync('/etc/postgresql-common/createcluster.d', { recursive: true });
  writeFileSync(dropIn, 'create_main_cluster = false\n');
  try {
    work();
  } finally {
    rmSync(dropIn, { force: true });
  }
}

function newestMajorOnOffer() {
  const names = spawnSync('apt-cache', ['pkgnames', 'postgresql-'], { encoding: 'utf8' }).stdout.split('\n');
  const majors = names.flatMap((name) => /^postgresql-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  if (majors.length === 0)
    throw new Error('This system offers no package postgresql-<major>: check the sources of apt.');
  return Math.max(...majors);
}

/** Whether apt knows it. @param {string} name */
export function onOffer(name) {
  return spawnSync('apt-cache', ['show', name], { stdio: 'ignore' }).status === 0;
}

/** @param {string} command @param {string[]} args */
function apt(command, args) {
  const run = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (run.status === 0) return;
  throw new Error(
    `${command} ${args[0]} failed:\n${`${run.stdout}\n${run.stderr}`.trim().split('\n').slice(-15).join('\n')}`,
  );
}

/** True on Debian, Ubuntu and what is made of them. */
export function isDebian() {
  if (!existsSync('/etc/os-release') || !onPath('apt-get')) return false;
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
}
