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
  expect(loaded).toBe(true);
  process.env['LEFT'] = 'here';
  process.env['HOME'] = 'elsewhere';
  jest.useFakeTimers({ now: 0 });
  jest.setTimeout(1);
});`;

describe('specs of one worker', () => {
  let folder = '';
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'stowbase-kept-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('load what they share once, and find nothing of each other', () => {
    give({ 'one.spec.mjs': untidySpec, 'two.spec.mjs': untidySpec, 'loaded.mjs': module('loaded') });
    expect(run()).toMatchObject({ numPassedTests: 2, numFailedTests: 0 });
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

  /** @param {Record<string, string>} env */
  function run(env = {}) {
    const config = {
      rootDir: folder,
      testEnvironment: join(tools, 'kept-environment.cjs'),
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
