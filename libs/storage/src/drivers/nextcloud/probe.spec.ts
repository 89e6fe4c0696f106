import { probe } from '../../probe/probe';
import type { CheckStatus, ProbeReport } from '../../probe/probe-report';
import { startApache } from '../../testing';
import { nextcloud } from './nextcloud';
import { cleanUp } from './testing/clean-up';
import { nextcloudUnderTest } from './testing/nextcloud-under-test';
import { testStorage } from './testing/test-storage';

const statuses = ({ checks }: ProbeReport): Record<string, CheckStatus> =>
  Object.fromEntries(checks.map(({ id, status }) => [id, status]));
const good = { reach: 'passed', 'sign-in': 'passed', write: 'passed', read: 'passed', range: 'passed', list: 'passed' };

describe('"Test connection"', () => {
  const after = cleanUp();

  it('of a Nextcloud: everything works, keys are never overwritten, and the trash bin is told', async () => {
    const at = await nextcloudUnderTest({ accounts: [{ quota: 10_000_000 }] });
    after(() => at.dispose());
    const report = await probe(at.storage, { permissions: nextcloud.permissions ?? {} });
    expect(report).toMatchObject({
      ok: true,
      proven: { conditions: true, ranges: true, canDelete: true },
      leftovers: [],
    });
    expect(statuses(report)).toMatchObject({
      ...good,
      tls: 'warning',
      abort: 'passed',
      conditions: 'passed',
      delete: 'passed',
      gone: 'warning',
      space: 'passed',
      clock: 'passed',
    });
    expect(report.availableSpace).toBe(10_000_000);
    expect([at.keys, await at.leftovers()]).toEqual([[], []]);
  });

  it('of an Apache: the same, but it does not say how much is free', async () => {
    const server = await startApache();
    after(() => server.stop());
    const { url, username, password } = server;
    const { storage, close } = testStorage({ url, username, password, path: '' });
    after(close);
    const report = await probe(storage);
    expect(report).toMatchObject({ ok: true, proven: { conditions: true, versions: false }, availableSpace: null });
    expect(statuses(report)).toMatchObject({ ...good, gone: 'passed', space: 'skipped', clock: 'passed' });
    expect(await server.files('.')).toEqual([]);
  });

  it('with a wrong password: said after one request, and nothing else is tried', async () => {
    const at = await nextcloudUnderTest();
    after(() => at.dispose());
    const { storage, close } = testStorage({ url: at.double.url, username: 'alice', password: 'wrong' });
    after(close);
    const report = await probe(storage);
    expect(statuses(report)).toMatchObject({
      reach: 'passed',
      'sign-in': 'failed',
      write: 'skipped',
      space: 'skipped',
    });
    expect(at.double.throttle.failures).toBe(1);
  });
});
