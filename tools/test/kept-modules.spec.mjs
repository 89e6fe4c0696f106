import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const tools = import.meta.dirname;
const jest = join(tools, '../../node_modules/jest/bin/jest.js');

/** Each of two specs finds nothing of the other, whichever comes first. */
const untidySpec = `
import { jest } from '@jest/globals';
import { loaded } from './loaded.mjs';
const first = new Date().getFullYear();
it('finds nothing of another spec', () => {
  expect([process.env['LEFT'], process.env['HOME']]).toEqual([undefined, ${JSON.stringify(process.env['HOME'])}]);
  expect(first).toBeGreaterThan(2000);
  expect(globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')]).toBeUndefined();
  expect(loaded).toBe(true);
  process.env['LEFT'] = 'here';
  process.env['HOME'] = 'elsewhere';
  jest.useFakeTimers({ now: 0 });
  jest.setTimeout(1);
});`;

/** The same for what belongs to a page. */
const untidyPage = `
import { loaded } from './loaded.mjs';
it('finds an empty page', () => {
  expect(document.documentElement.outerHTML).toBe('<html><head></head><body></body></html>');
  expect([location.href, localStorage.length, typeof EventSource, typeof document.body.scrollIntoView, document.hidden]).toEqual(
    ['http://localhost/', 0, 'undefined', 'undefined', false]);
  document.documentElement.lang = 'xx';
  document.head.innerHTML = '<title>left</title>';
  document.body.innerHTML = '<p class="left">left</p>';
  history.pushState(null, '', '/elsewhere');
  localStorage.setItem('left', 'here');
  expect(window.open.left).toBeUndefined();
  window.open = Object.assign(() => null, { left: true });
  globalThis.EventSource = class {};
  HTMLElement.prototype.scrollIntoView = () => undefined;
  Object.defineProperty(document, 'hidden', { value: true, configurable: true });
  setTimeout(() => { throw new Error('a timer of a spec that is over'); });
});
it('loads once what is shared', () => expect(loaded).toBe(true));`;

describe('specs of one worker', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'stowbase-kept-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('load what they share once, and find nothing of each other', () => {
    give({ 'one.spec.mjs': untidySpec, 'two.spec.mjs': untidySpec, 'loaded.mjs': module('loaded') });
    expect(run()).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
    expect(loadings()).toEqual(['loaded']);
  });

  it('find an empty page, and the window as it was', () => {
    // A timer that is not cleared goes off while the next spec waits.
    const waiting = `${untidyPage}\nbeforeAll(async () => { for (let turn = 0; turn < 5; turn += 1) await new Promise((go) => setTimeout(go)); });`;
    give({ 'one.spec.mjs': waiting, 'two.spec.mjs': waiting, 'loaded.mjs': module('loaded') });
    expect(run({}, 'kept-window.cjs')).toMatchObject({ numPassedTests: 4, numFailedTests: 0, numFailedTestSuites: 0 });
    expect(loadings()).toEqual(['loaded']);
  });

  it('load it each for itself with STOWBASE_TEST_ALL=1', () => {
    give({ 'one.spec.mjs': untidySpec, 'two.spec.mjs': untidySpec, 'loaded.mjs': module('loaded') });
    expect(run({ STOWBASE_TEST_ALL: '1' })).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
    expect(loadings()).toEqual(['loaded', 'loaded']);
  });

  it('share nothing with specs that change the process before they load it', () => {
    const shared = module('loaded');
    give({
      'one.spec.mjs': `import { loaded } from './loaded.mjs';\nit('is there', () => expect(loaded).toBe(true));`,
      'two.spec.mjs': `process.env['DATABASE_URL'] = 'postgresql://elsewhere';\nconst { loaded } = await import('./loaded.mjs');\nit('is there', () => expect(loaded).toBe(true));`,
      'three.spec.mjs': `import './testing/start.mjs';\nimport { loaded } from './loaded.mjs';\nit('is there', () => expect(loaded).toBe(true));`,
      'testing/start.mjs': `import '../list-vault';\n`,
      'list-vault.js': '',
      'loaded.mjs': shared,
    });
    expect(run()).toMatchObject({ numPassedTests: 3, numFailedTests: 0 });
    expect(loadings()).toEqual(['loaded', 'loaded', 'loaded']);
  });

  it('fail where a module they share takes Jest from the spec that came first', () => {
    give({
      'one.spec.mjs': `import { loaded } from './loaded.mjs';\nit('is there', () => expect(loaded).toBe(true));`,
      'loaded.mjs': `import { expect, jest } from '@jest/globals';\nexport const loaded = expect !== jest;`,
    });
    const { testResults } = run();
    expect(testResults[0].message).toContain('loaded.mjs imports more than "jest" from @jest/globals');
  });

  /** @param {Record<string, string>} files */
  function give(files) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }

  /** @param {string} name */
  const module = (name) =>
    `import { appendFileSync } from 'node:fs';\nappendFileSync(import.meta.dirname + '/loadings', '${name} ');\nexport const ${name} = true;\n`;

  const loadings = () => readFileSync(join(folder, 'loadings'), 'utf8').trim().split(' ');

  /** @param {Record<string, string>} env @param {string} environment */
  function run(env = {}, environment = 'kept-environment.cjs') {
    const config = {
      rootDir: folder,
      testEnvironment: join(tools, environment),
      runtime: join(tools, 'kept-modules.cjs'),
      testMatch: ['**/*.spec.mjs'],
      transform: {},
      cacheDirectory: join(folder, 'cache'),
    };
    const result = join(folder, 'result.json');
    const given = { PATH: process.env['PATH'], HOME: process.env['HOME'], STOWBASE_TEST_ALL: '', ...env };
    try {
      execFileSync(
        process.execPath,
        [
          '--experimental-vm-modules',
          jest,
          '-i',
          '--json',
          `--outputFile=${result}`,
          '--config',
          JSON.stringify(config),
        ],
        { cwd: folder, env: given, stdio: 'pipe' },
      );
    } catch (error) {
      if (!('status' in error) || error.status !== 1) throw error;
    }
    return JSON.parse(readFileSync(result, 'utf8'));
  }
});
