// Lighthouse from npm, outside the lockfile: 114 packages that only this bench needs.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const version = '13.5.0';
const home = join(import.meta.dirname, '../../../tmp/lighthouse');
const cli = join(home, 'node_modules/lighthouse/cli/index.js');
const browserFlags =
  '--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** @typedef {{ performance: number, accessibility: number, bestPractices: number, firstPaintMs: number, largestPaintMs: number, blockingMs: number, shift: number }} Figures */

/** @returns {string | null} why it can't be had here */
export function installLighthouse() {
  if (existsSync(cli)) return null;
  mkdirSync(home, { recursive: true });
  const flags = '--no-save --no-package-lock --no-audit --no-fund --ignore-scripts --fetch-retries=1 --loglevel=error';
  const npm = spawnSync('npm', ['install', '--prefix', home, ...flags.split(' '), `lighthouse@${version}`], {
    cwd: tmpdir(),
    encoding: 'utf8',
    timeout: 5 * 60_000,
  });
  return npm.status === 0 ? null : `npm could not install lighthouse@${version}: ${npm.stderr.split('\n')[0]}`;
}

/** Lighthouse's own trace fails once in a hundred visits, and says so: it asks to be run again. */
const ownTrouble = /Please run Lighthouse again/;

/**
 * One visit of a page with an empty cache.
 * @param {string} url
 * @param {{ preset: 'desktop' | 'mobile', cookie: string | null, chromium: string }} o
 * @returns {Figures}
 */
export function visit(url, { preset, cookie, chromium }, tries = 3) {
  const out = join(home, `report-${process.pid}.json`);
  const args = [cli, url, '--output=json', `--output-path=${out}`, '--quiet', `--chrome-flags=${browserFlags}`];
  args.push('--only-categories=performance,accessibility,best-practices');
  if (preset === 'desktop') args.push('--preset=desktop');
  if (cookie !== null) args.push(`--extra-headers=${JSON.stringify({ Cookie: cookie })}`);
  const run = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 3 * 60_000,
    env: { ...process.env, CHROME_PATH: chromium, NODE_OPTIONS: '' },
  });
  if (run.status !== 0 && tries > 1 && ownTrouble.test(run.stderr))
    return visit(url, { preset, cookie, chromium }, tries - 1);
  if (run.status !== 0) throw new Error(`Lighthouse ended with ${run.status}: ${run.stderr.slice(-2_000)}`);
  const { categories, audits, runtimeError, finalDisplayedUrl } = JSON.parse(readFileSync(out, 'utf8'));
  rmSync(out, { force: true });
  if (runtimeError !== undefined) throw new Error(`Lighthouse: ${runtimeError.message}`);
  if (finalDisplayedUrl !== url) throw new Error(`Lighthouse saw ${finalDisplayedUrl}, not ${url}`);
  const score = (/** @type {string} */ id) => Math.round(categories[id].score * 100);
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    bestPractices: score('best-practices'),
    firstPaintMs: audits['first-contentful-paint'].numericValue,
    largestPaintMs: audits['largest-contentful-paint'].numericValue,
    blockingMs: audits['total-blocking-time'].numericValue,
    shift: audits['cumulative-layout-shift'].numericValue,
  };
}

/** @param {Figures[]} visits @returns {Figures} each figure's middle value */
export function medians(visits) {
  const keys = /** @type {(keyof Figures)[]} */ (Object.keys(visits[0] ?? {}));
  return /** @type {Figures} */ (
    Object.fromEntries(
      keys.map((key) => {
        const sorted = visits.map((figures) => figures[key]).sort((a, b) => a - b);
        return [key, sorted[Math.floor(sorted.length / 2)]];
      }),
    )
  );
}
