import { Readable } from 'node:stream';
import { Screen } from '../screen';
import { Secrets } from '../secrets';
import type { Shell } from '../shell';
import { RecordedTerminal } from '../testing/recorded-terminal';
import { canAsk, confirmationGiven, showAndConfirm } from './confirmation';
import { handMadePlan } from './testing/hand-made';

const database = { host: '127.0.0.1', port: 5432, user: 'ann', database: 'my shop', tls: { mode: 'disable' } } as const;
const project = { ...database, host: 'db.abcdefghijklmnopqrst.supabase.co', database: 'postgres' };

function shellOn(tty: boolean) {
  const stderr = new RecordedTerminal(tty);
  const stop = new AbortController();
  const shell: Shell = {
    env: {
      sourceUrl: undefined,
      targetUrl: undefined,
      clientDirs: undefined,
      caFile: undefined,
      variables: {},
      stateDir: '/nonexistent',
      noColor: false,
      debug: false,
    },
    secrets: new Secrets(),
    screen: new Screen(new RecordedTerminal(false), stderr, new Secrets()),
    signal: stop.signal,
    interruption: { nextStep: '' },
  };
  return { shell, stderr, stop };
}
function refused(work: () => unknown): unknown {
  try {
    return work();
  } catch (e) {
    return e;
  }
}
const flags = { json: false, quiet: false };
const confirm = (shell: Shell, given: string, input: Readable, options = flags) =>
  showAndConfirm(handMadePlan(), given, options, shell, input);

describe('H38 the name that confirms a restore', () => {
  it('is the project where there is one, else the database', () => {
    expect(confirmationGiven('abcdefghijklmnopqrst', project, false)).toBe('abcdefghijklmnopqrst');
    expect(confirmationGiven('my shop', database, false)).toBe('my shop');
  });

  it.each(['postgres', 'ABCDEFGHIJKLMNOPQRST', 'abcdefghijklmnopqrst ', 'yes'])(
    'is compared exactly: %p is another one',
    (given) => {
      expect(refused(() => confirmationGiven(given, project, true))).toMatchObject({
        kind: 'wrong-use',
        code: 'CONFIRMATION_WRONG',
      });
    },
  );

  it('is needed where nobody can be asked, and the flag to add can be copied', () => {
    expect(refused(() => confirmationGiven(undefined, database, false))).toMatchObject({
      kind: 'wrong-use',
      nextStep: "Look at the plan (--plan), then add --yes-restore-into 'my shop'.",
    });
    expect(confirmationGiven(undefined, database, true)).toBe('');
  });
});

describe('asking on the terminal', () => {
  it('needs a keyboard and a screen', () => {
    const [on, off] = [shellOn(true).shell, shellOn(false).shell];
    expect([on, off].map((shell) => [true, false].map((isTTY) => canAsk(shell, { isTTY })))).toEqual([
      [true, false],
      [false, false],
    ]);
  });

  it('shows the plan first, then asks, and gives the line as typed', async () => {
    const { shell, stderr } = shellOn(true);
    expect(await confirm(shell, '', Readable.from(['tsrqponmlkjihgfedcba\n', 'more\n']))).toBe('tsrqponmlkjihgfedcba');
    expect(stderr.text).toMatch(
      /^From .*\nInto .*\n.*\nType tsrqponmlkjihgfedcba to restore into it, anything else to stop: $/s,
    );
  });

  it('asks also when no progress and no text is wanted: nothing is restored unseen', async () => {
    const { shell, stderr } = shellOn(true);
    await confirm(shell, '', Readable.from(['no\n']), { json: true, quiet: true });
    expect(stderr.text).toContain('Type tsrqponmlkjihgfedcba');
  });

  it('takes the end of the input for a no', async () => {
    expect(await confirm(shellOn(true).shell, '', Readable.from([]))).toBe('');
  });

  it('ends when a signal comes', async () => {
    const { shell, stop } = shellOn(true);
    const silent = new Readable({ read: () => undefined });
    const asked = confirm(shell, '', silent);
    stop.abort(new Error('stopped by SIGINT'));
    await expect(asked).rejects.toThrow('stopped by SIGINT');
  });

  it('asks nothing when the name was given, and shows the plan unless asked to be quiet', async () => {
    const silent = new Readable({ read: () => undefined });
    const { shell, stderr } = shellOn(false);
    expect(await confirm(shell, 'given', silent, { json: false, quiet: true })).toBe('given');
    expect(await confirm(shell, 'given', silent, { json: true, quiet: false })).toBe('given');
    expect(stderr.text).toBe('');
    await confirm(shell, 'given', silent);
    expect(stderr.text).toMatch(/^From .*\nInto /);
    expect(stderr.text).not.toContain('Type ');
  });
});
