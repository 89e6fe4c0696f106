import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSmallArchive } from '@stowbase/archive/testing';
import { finished, startStowbase } from '../testing/built-cli';
import { shellWord } from '../words';
import { targetDatabase } from '../testing/target-database';
import type { TargetDatabase } from '../testing/target-database';

/** `script` of util-linux gives a command a terminal of its own. */
const haveTerminal = ((): boolean => {
  try {
    return execFileSync('script', ['--version'], { encoding: 'utf8' }).includes('util-linux');
  } catch {
    return false;
  }
})();
const onTerminal = haveTerminal ? it : it.skip;

let folder: string;
let target: TargetDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowbase-asked-'));
  target = await targetDatabase();
  const sql = 'CREATE SCHEMA made;\n';
  await writeFile(
    join(folder, 'a.tar'),
    await buildSmallArchive({ members: [{ spec: { group: 'sql', kind: 'schema' }, sql }] }),
  );
}, 60_000);
afterAll(async () => {
  await target.server.stop();
  await rm(folder, { recursive: true, force: true });
});

const question = 'anything else to stop: ';

/** Runs `stowbase restore a.tar` on a terminal where `line` is typed when it asks. */
async function typed(line: string): Promise<{ code: number | null; screen: string }> {
  const entry = join(import.meta.dirname, '../../../../tools/stowbase.mjs');
  const command = [process.execPath, entry, 'restore', 'a.tar'].map(shellWord).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', TARGET_DATABASE_URL: target.url },
  });
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const asked = screen.includes(question);
    screen += chunk.toString();
    if (!asked && screen.includes(question)) child.stdin.write(line);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, screen };
}

describe('P-RESTORE-77 a restore on a terminal shows the plan and asks', () => {
  onTerminal('another name stops it, and nothing was changed', async () => {
    const before = await target.fingerprint();
    const { code, screen } = await typed('shop\n');
    expect(screen).toMatch(/From .*\nInto .*Type postgres to restore into it.*\[CONFIRMATION_WRONG\]/s);
    expect(code).toBe(2);
    expect(await target.fingerprint()).toEqual(before);
  });

  onTerminal('Ctrl-C stops it, and it says so', async () => {
    const before = await target.fingerprint();
    const { code, screen } = await typed('\x03');
    expect(screen).toMatch(/Interrupted\. Nothing in the target was changed\. \[CANCELLED\]/);
    expect(code).toBe(130);
    expect(await target.fingerprint()).toEqual(before);
  });

  onTerminal('the right name starts it', async () => {
    const { screen } = await typed('postgres\n');
    expect(screen).toMatch(/Type postgres to restore.*Restored/s);
  });
});

it('without a terminal nothing is asked', async () => {
  const run = await finished(
    startStowbase(['restore', 'a.tar'], { cwd: folder, env: { TARGET_DATABASE_URL: target.url } }),
    'postgres\n',
  );
  expect(run).toMatchObject({ code: 2, stdout: '' });
});
