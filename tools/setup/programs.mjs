// Which programs this project starts, and which of them this machine has.
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const debianRoot = '/usr/lib/postgresql';
/** The best first: the one without windows draws the same pages with a quarter less work. */
const browsers = ['chromium-headless-shell', 'chromium', 'chromium-browser'];

/**
 * Names of what is missing, as a person would say them; empty when all is there.
 * @param {{ browser?: boolean }} o whether tests in a browser are to run
 */
export function missingPrograms({ browser = false } = {}) {
  const server = ['initdb', 'postgres'].every(anywhere) ? [] : ['PostgreSQL server (initdb, postgres)'];
  const client = ['pg_dump', 'psql'].every(anywhere) ? [] : ['PostgreSQL client (pg_dump, psql)'];
  const plain = ['zstd', 'gzip', 'tar', 'age'].filter((p) => !onPath(p));
  const hash = onPath('sha256sum') || onPath('shasum') ? [] : ['sha256sum'];
  const setpriv = process.platform === 'linux' && !onPath('setpriv') ? ['setpriv'] : [];
  const chromium = browser && chromiumProgram() === null ? ['Chromium'] : [];
  return [...client, ...server, ...plain, ...hash, ...setpriv, ...chromium];
}

/** Installed server majors under Debian's layout, highest first. */
export function serverMajors() {
  return listFolder(debianRoot)
    .filter((name) => /^\d+$/.test(name) && isProgram(join(debianRoot, name, 'bin', 'postgres')))
    .map(Number)
    .sort((a, b) => b - a);
}

/** The newest installed major that lacks pg_cron (tests of cron jobs need it), or null. */
export function pgCronMissing() {
  const major = serverMajors()[0];
  if (major === undefined) return null;
  return existsSync(`/usr/share/postgresql/${major}/extension/pg_cron.control`) ? null : major;
}

/** @returns {string | null} the Chromium of tests, pictures and page benches: what STOWBASE_TEST_CHROMIUM names, else the best one there is */
export function chromiumProgram() {
  const named = process.env['STOWBASE_TEST_CHROMIUM'] ?? '';
  return named !== '' ? named : (browsers.map(pathOf).find((path) => path !== null) ?? null);
}

/** @param {string} program */
export function onPath(program) {
  return pathOf(program) !== null;
}

/** @param {string} program */
function pathOf(program) {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((dir) => dir !== '');
  return folders.map((dir) => join(dir, program)).find(isProgram) ?? null;
}

/** Also where servers are, which an ordinary user's PATH leaves out. @param {string} program */
export function isInstalled(program) {
  return onPath(program) || ['/usr/sbin', '/usr/local/sbin', '/sbin'].some((dir) => isProgram(join(dir, program)));
}

/** @param {string} program */
function anywhere(program) {
  return onPath(program) || listFolder(debianRoot).some((major) => isProgram(join(debianRoot, major, 'bin', program)));
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // not there, or not ours to run: both mean "missing"
  }
}

/** @param {string} dir */
function listFolder(dir) {
  return existsSync(dir) ? readdirSync(dir) : [];
}
