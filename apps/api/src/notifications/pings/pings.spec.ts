import 'reflect-metadata';
import { describePings } from '../testing/describe-pings';
import { pingUrl } from './send-ping';

describe('pings of schedules (P-NOTIFY-17 P-NOTIFY-18 F58, SQLite)', () => {
  describePings(() => undefined);
});

describe('the address of a ping', () => {
  const backupId = '3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10';
  it.each([
    ['https://hc-ping.com/abc', 'start', `https://hc-ping.com/abc/start?rid=${backupId}`],
    ['https://hc-ping.com/abc', 'success', `https://hc-ping.com/abc?rid=${backupId}`],
    ['https://hc-ping.com/key/slug/', 'fail', `https://hc-ping.com/key/slug/fail?rid=${backupId}`],
    ['https://hc.example/p?create=1', 'fail', `https://hc.example/p/fail?create=1&rid=${backupId}`],
  ] as const)('%s, %s', (base, signal, expected) => {
    expect(pingUrl(base, { signal, backupId }).href).toBe(expected);
  });
});
