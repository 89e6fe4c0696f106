import fc from 'fast-check';
import { maxLineLength, oneLine } from './one-line';
import { maxLines, RunLog, type LogLine } from './run-log';

const canary = `c4nary/S3CRET:@"\\'%é?`;

function recorded(already = 0): { log: RunLog; lines: LogLine[] } {
  const lines: LogLine[] = [];
  const log = new RunLog({ already, secrets: [canary], now: () => new Date(0), keep: (line) => void lines.push(line) });
  return { log, lines };
}

describe('the log of a run', () => {
  it('P-BACKUP-LOG-1 holds at most 2,000 lines, says when it is full, and still keeps how the run ended', () => {
    const { log, lines } = recorded();
    for (let i = 0; i < maxLines - 1; i += 1) log.warning('W', `warning ${i}`);
    log.error('DUMP_FAILED', 'It failed.');
    expect(lines).toHaveLength(maxLines + 1);
    expect(lines.at(-2)).toMatchObject({ code: 'LOG_FULL' });
    expect(lines.at(-1)).toMatchObject({ level: 'error', code: 'DUMP_FAILED' });
  });

  it('counts what earlier attempts have left', () => {
    const { log, lines } = recorded(maxLines - 1);
    log.info('A', 'a');
    log.info('B', 'b');
    expect(lines.map(({ code }) => code)).toEqual(['LOG_FULL']);
  });

  it('is bounded for errors too', () => {
    const { log, lines } = recorded(maxLines);
    for (let i = 0; i < 1_000; i += 1) {
      log.error('E', `error ${i}`);
      log.info('I', `line ${i}`);
    }
    expect(lines).toHaveLength(50);
  });

  it('P-BACKUP-LOG-2 never holds a secret, in no encoding', () => {
    const { log, lines } = recorded();
    const forms = [canary, encodeURIComponent(canary), JSON.stringify(canary), Buffer.from(canary).toString('base64')];
    for (const form of forms) log.error('X', `FATAL: password ${form} refused\nfor ${form}`);
    for (const { text } of lines) for (const form of forms) expect(text).not.toContain(form);
  });
});

describe('a line', () => {
  it('is one line, printable and short, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        const line = oneLine(text, []);
        // eslint-disable-next-line no-control-regex
        expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
        expect(Array.from(line).length).toBeLessThanOrEqual(maxLineLength);
        if (text.isWellFormed()) expect(line.isWellFormed()).toBe(true);
      }),
    );
  });

  it('is not turned around by a name of the database', () => {
    expect(oneLine('table "\u202egnp.\u2066x\u200f" is large', [])).toBe('table " gnp. x " is large');
  });

  it('says that it was cut', () => {
    expect(oneLine('x'.repeat(5_000), [])).toMatch(/^x+…$/);
    expect(oneLine('😀'.repeat(5_000), []).isWellFormed()).toBe(true);
  });
});
