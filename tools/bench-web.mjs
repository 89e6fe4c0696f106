#!/usr/bin/env node
// npm run bench:web [-- --rounds 5 --no-write --sizes]: how fast the web app is, by Lighthouse and by what travels; targets of design/ux.md §8.
// Builds, starts the service with one project and one backup, visits sign-in and dashboard; writes a section of docs/performance.md.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeSection } from './bench/performance-page.mjs';
import { installLighthouse, medians, visit } from './bench/web/lighthouse.mjs';
import { webReport } from './bench/web/report.mjs';
import { sampleService } from './bench/web/sample-service.mjs';
import { transferSizes } from './bench/web/transfer.mjs';
import { setUp } from './setup.mjs';
import { chromiumProgram } from './setup/programs.mjs';

const root = join(import.meta.dirname, '..');
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'no-write': { type: 'boolean', default: false },
    sizes: { type: 'boolean', default: false },
  },
});
if (!setUp({ browser: true, say: console.error }).ok) process.exit(1);
execFileSync(join(root, 'node_modules/.bin/nx'), ['run-many', '-t', 'build', '-p', 'web', 'api'], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
const sizes = transferSizes(join(root, 'dist/apps/web/browser'), join(root, 'apps/web/src/app/icons/paths.ts'));
const pages = values.sizes ? [] : await measurePages(Number(values.rounds));
const { text, section, met } = webReport(sizes, pages, Number(values.rounds));
console.log(text);
if (!values['no-write'] && pages.length > 0) writeSection(join(root, 'docs/performance.md'), 'web', section);
process.exit(met ? 0 : 1);

/** @param {number} rounds */
async function measurePages(rounds) {
  const missing = installLighthouse();
  if (missing !== null) {
    console.log(`SKIPPED: ${missing}`);
    return [];
  }
  const chromium = chromiumProgram() ?? 'chromium';
  const service = await sampleService();
  try {
    const visits = [];
    for (const [name, path, cookie] of /** @type {const} */ ([
      ['Sign in', '/sign-in', null],
      ['Dashboard', '/', service.cookie],
    ])) {
      for (const preset of /** @type {const} */ (['desktop', 'mobile'])) {
        const figures = [];
        for (let round = 0; round < rounds; round += 1)
          figures.push(visit(`${service.url}${path}`, { preset, cookie, chromium }));
        visits.push({ name, preset, figures: medians(figures) });
      }
    }
    return visits;
  } finally {
    await service.stop();
  }
}
