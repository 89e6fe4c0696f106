import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutStarts } from './without-starts.mjs';

describe('P-SERVERS-2 servers that are installed for tests', () => {
  /** @type {string} */
  let folder;
  /** @type {string} */
  let policy;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-policy-spec-'));
    policy = join(folder, 'policy-rc.d');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const askedWhether = () => spawnSync(policy, ['apache2', 'start']).status;

  it('are not started as services, and nothing stays of the prohibition', () => {
    /** @type {(number | null)[]} */
    const answers = [];
    withoutStarts(() => answers.push(askedWhether()), policy);
    expect(answers).toEqual([101]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('give the owner of the machine back what he had there, also when the install fails or was killed once', () => {
    const own = '#!/bin/sh\nexit 0\n';
    writeFileSync(policy, own, { mode: 0o755 });
    const failed = new Error('no such package');
    expect(() =>
      withoutStarts(() => {
        expect(askedWhether()).toBe(101);
        writeFileSync(join(folder, 'copy'), readFileSync(policy));
        throw failed;
      }, policy),
    ).toThrow(failed);
    expect(readFileSync(policy, 'utf8')).toBe(own);
    // As after a kill: ours lies there, the owner's beside it.
    writeFileSync(`${policy}.before-stowbase-setup`, own);
    writeFileSync(policy, readFileSync(join(folder, 'copy')));
    withoutStarts(() => undefined, policy);
    expect(readFileSync(policy, 'utf8')).toBe(own);
    expect(readdirSync(folder).sort()).toEqual(['copy', 'policy-rc.d']);
  });
});
