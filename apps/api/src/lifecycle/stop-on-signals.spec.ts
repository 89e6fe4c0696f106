import { jest } from '@jest/globals';
import { makeLog } from '../logging/log';
import type { Records } from './open-records';
import { stopOnSignals } from './stop-on-signals';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

describe('signals (P-START-5)', () => {
  let calls: string[];
  let now: number;
  let before: Map<string, unknown[]>;
  beforeEach(() => {
    calls = [];
    now = 1_000;
    before = new Map(names.map((name) => [name, process.listeners(name)]));
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    jest.spyOn(process, 'exit').mockImplementation(((code: number) => calls.push(`exit ${code}`)) as never);
    const app = {
      close: () => {
        calls.push('close');
        return new Promise<void>(() => undefined);
      },
    };
    stopOnSignals(app, {} as Records, makeLog('fatal'), () => calls.push('abort'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const name of names)
      for (const listener of process.listeners(name))
        if (before.get(name)?.includes(listener) !== true) process.off(name, listener);
  });
  const send = (name: NodeJS.Signals, afterMs: number): void => {
    now += afterMs;
    process.emit(name, name);
  };

  it('the first lets runs finish, the second aborts them, the third ends the process', () => {
    send('SIGTERM', 0);
    expect(calls).toEqual(['close']);
    send('SIGTERM', 600);
    expect(calls).toEqual(['close', 'abort']);
    send('SIGTERM', 600);
    expect(calls).toEqual(['close', 'abort', 'exit 143']);
  });

  it('one press of Ctrl-C is one, also when npm passes it on once more', () => {
    send('SIGINT', 0);
    send('SIGINT', 20);
    expect(calls).toEqual(['close']);
  });
});
