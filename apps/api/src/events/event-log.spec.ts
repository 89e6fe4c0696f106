import fc from 'fast-check';
import type { ApiEvent } from './event-hub';
import { EventLog } from './event-log';

const event = (type: ApiEvent['type'], id: string, data: object = {}): ApiEvent => ({ type, id, data });

/** The numbers of all that a reader is given who has seen `after`. */
function given(log: EventLog, after: number): number[] {
  const all: number[] = [];
  for (let kept = log.next(after); kept !== undefined; kept = log.next(kept.n)) all.push(kept.n);
  return all;
}

describe('the events that are kept', () => {
  it('are frames of an event stream, one line each', () => {
    const log = new EventLog({ keptEvents: 10, keptBytes: 10_000 });
    log.add(event('backup.log', 'b', { text: 'two\nlines \u2028 \ud800' }));
    expect(log.next(0)?.bytes.toString()).toBe(
      `id: ${log.boot}-1\nevent: backup.log\ndata: {"type":"backup.log","id":"b","data":{"text":"two\\nlines \u2028 \\ud800"}}\n\n`,
    );
  });

  it('P-EVENT-1 reach back without a hole, or the reader is told; their number and bytes are bounded', () => {
    const kind = fc.constantFrom<ApiEvent['type']>('backup.status', 'backup.progress', 'backup.log');
    const step = fc.record({ kind, id: fc.constantFrom('a', 'b', 'c'), length: fc.nat({ max: 300 }) });
    const limits = fc.record({
      keptEvents: fc.integer({ min: 1, max: 8 }),
      keptBytes: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), limits, fc.nat({ max: 41 }), (steps, limit, seen) => {
        const log = new EventLog(limit);
        for (const { kind: type, id, length } of steps) log.add(event(type, id, { text: 'x'.repeat(length) }));
        const kept = given(log, 0);
        const bytes = kept.slice(0, -1).reduce((sum, n) => sum + (log.next(n - 1)?.bytes.length ?? 0), 0);
        expect(kept.length).toBeLessThanOrEqual(limit.keptEvents);
        expect(bytes).toBeLessThanOrEqual(limit.keptBytes);

        const resumed = log.resume(log.idOf(seen));
        if (seen > steps.length) return expect(resumed).toEqual({ after: steps.length, reset: 'gap' });
        // What is missing may only be progress that a newer one has made worthless.
        const newer = (n: number): boolean =>
          steps[n - 1]!.kind === 'backup.progress' &&
          steps.slice(n).some(({ kind: k, id }) => k === 'backup.progress' && id === steps[n - 1]!.id);
        const wanted = steps.map((_, i) => i + 1).filter((n) => n > seen && !newer(n));
        if (resumed.reset === null) expect(given(log, resumed.after)).toEqual(wanted);
        else expect(resumed).toEqual({ after: steps.length, reset: 'gap' });
      }),
      { numRuns: 500 },
    );
  });

  it('keep of a run only its newest progress', () => {
    const log = new EventLog({ keptEvents: 10, keptBytes: 10_000 });
    log.add(event('backup.status', 'a'));
    for (let i = 0; i < 100; i += 1) {
      log.add(event('backup.progress', 'a'));
      log.add(event('backup.progress', 'b'));
    }
    expect(given(log, 0)).toEqual([1, 200, 201]);
  });

  it('say where somebody begins: new, back, back from before a restart, or with what is no id', () => {
    const log = new EventLog({ keptEvents: 10, keptBytes: 10_000 });
    log.add(event('backup.status', 'a'));
    log.add(event('backup.status', 'a'));
    const other = new EventLog({ keptEvents: 1, keptBytes: 1 });
    expect(other.boot).not.toBe(log.boot);
    expect(log.resume(undefined)).toEqual({ after: 2, reset: null });
    expect(log.resume('')).toEqual({ after: 2, reset: null });
    expect(log.resume(log.idOf(1))).toEqual({ after: 1, reset: null });
    expect(log.resume(other.idOf(1))).toEqual({ after: 2, reset: 'restarted' });
    for (const nonsense of ['1', 'x-1', `${log.boot}-`, `${log.boot}--1`, `${log.boot}-1e9`, `${log.boot}-1\n`])
      expect(log.resume(nonsense)).toEqual({ after: 2, reset: 'restarted' });
  });
});
