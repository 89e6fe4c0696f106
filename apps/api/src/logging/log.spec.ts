import { Writable } from 'node:stream';
import fc from 'fast-check';
import { makeLog, type Log } from './log';
import { NestLog } from './nest-log';

/** A log and what it has written, line by line. */
function written(level: 'info' | 'debug' = 'info'): {
  log: Log;
  lines: () => Record<string, unknown>[];
  text: () => string;
} {
  const chunks: string[] = [];
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  const text = (): string => chunks.join('');
  const lines = (): Record<string, unknown>[] =>
    text()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log: makeLog(level, out), lines, text };
}

describe('the log', () => {
  it('is one JSON object a line, with a level in words and a time that people can read', () => {
    const { log, lines } = written();
    log.info({ runId: '1' }, 'first\nsecond');
    expect(lines()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
        runId: '1',
        msg: 'first\nsecond',
      },
    ]);
  });

  it('hides fields that are called as secrets are, three levels deep (P-SERVICE-5)', () => {
    const { log, text } = written();
    log.info({ password: 'canary-1', connection: { password: 'canary-2' }, a: { b: { token: 'canary-3' } } });
    log.info({
      headers: { authorization: 'canary-4', cookie: 'canary-5', 'set-cookie': 'canary-6' },
      body: 'canary-7',
    });
    expect(text()).not.toContain('canary');
  });

  it.each([
    ['a URL', 'postgresql://postgres:canary@db.example.com:5432/x', 'postgresql://postgres:••••@db.example.com:5432/x'],
    ['an API token', 'sent stow_canary0123456789', 'sent stow_••••'],
    ['a private key', 'AGE-SECRET-KEY-1CANARY', 'AGE-SECRET-KEY-••••'],
    ['a download link', 'GET /api/downloads/canary_canary_canary?x=1', 'GET /api/downloads/••••?x=1'],
    ['a header', 'authorization: Bearer canary.canary', 'authorization: Bearer ••••'],
  ])('hides %s in a text (P-SERVICE-5)', (_, text, shown) => {
    const { log, lines, text: all } = written();
    log.warn(text);
    log.error({ err: new Error(text, { cause: new Error(text) }) }, text);
    expect(lines()[0]?.['msg']).toBe(shown);
    expect(all()).not.toMatch(/canary/i);
  });

  it('hides the password of any URL, and keeps the line whole (P-SERVICE-5)', () => {
    const password = fc.stringMatching(/^[A-Za-z0-9%._~!$&'()*+,;=-]{6,40}$/);
    fc.assert(
      fc.property(password, fc.stringMatching(/^[a-z]{1,10}$/), (secret, user) => {
        const { log, lines } = written();
        log.info(`connecting to postgres://${user}:${secret}@host/db`);
        expect(lines().map(({ msg }) => msg)).toEqual([`connecting to postgres://${user}:••••@host/db`]);
      }),
    );
  });

  it("takes Nest's lines: where they come from, stacks of errors; its chatter only when asked for", () => {
    const { log, lines } = written();
    const nest = new NestLog(log);
    nest.log('Mapped {/x, GET} route', 'RouterExplorer');
    nest.log('hello', 'Setup');
    nest.error('broken', 'Error: broken\n    at x', 'Queue');
    nest.warn({ code: 'X' }, 'Queue');
    expect(lines().map(({ level, from, msg, stack, code }) => ({ level, from, msg, stack, code }))).toEqual([
      { level: 'info', from: 'Setup', msg: 'hello', stack: undefined, code: undefined },
      { level: 'error', from: 'Queue', msg: 'broken', stack: 'Error: broken\n    at x', code: undefined },
      { level: 'warn', from: 'Queue', msg: undefined, stack: undefined, code: 'X' },
    ]);
    const asked = written('debug');
    new NestLog(asked.log).log('Mapped {/x, GET} route', 'RouterExplorer');
    expect(asked.lines()).toHaveLength(1);
  });
});
