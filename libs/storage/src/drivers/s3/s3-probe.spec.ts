import { probe } from '../../probe/probe';
import type { ProbeReport } from '../../probe/probe-report';
import { startFauxqs, startRadosgw, type S3Server } from '../../testing/servers';
import { s3 } from './s3';
import { s3Front, s3Says, type S3Front, type Seen } from './testing/s3-front';
import { opened } from './testing/s3-under-test';

const servers = { radosgw: startRadosgw, fauxqs: startFauxqs };

describe('P-S3-8 the probe of an S3 destination', () => {
  let server: S3Server;
  let front: S3Front;
  let bucket: string;
  const begin = async (start: () => Promise<S3Server>): Promise<void> => {
    server = await start();
    front = await s3Front(server);
    bucket = await server.freshBucket();
  };
  afterEach(async () => {
    await front.stop();
    await server.stop();
  });

  async function probed(): Promise<ProbeReport> {
    const storage = opened(front, bucket, { settings: { prefix: 'team-a' } });
    const report = await probe(storage, { permissions: s3.permissions ?? {} });
    await storage.close();
    return report;
  }
  const statusOf = ({ checks }: ProbeReport): Record<string, string> =>
    Object.fromEntries(checks.map(({ id, status }) => [id, status]));

  it('at a real one: everything is tried, nothing is left', async () => {
    await begin(servers.radosgw);
    const report = await probed();
    expect(statusOf(report)).toEqual({
      reach: 'passed',
      tls: 'warning',
      'sign-in': 'passed',
      write: 'passed',
      read: 'passed',
      range: 'passed',
      list: 'passed',
      abort: 'passed',
      conditions: 'passed',
      delete: 'passed',
      gone: 'passed',
      space: 'skipped',
      clock: 'passed',
    });
    expect(report.proven).toEqual({ conditions: true, versions: false, ranges: true, canDelete: true });
    expect(report.leftovers).toEqual([]);
    expect(await server.openUploads(bucket)).toEqual([]);
  }, 60_000);

  it('at one that overwrites although it was asked not to: said, and no reason to refuse it', async () => {
    await begin(servers.fauxqs);
    const report = await probed();
    expect(report.ok).toBe(true);
    expect(statusOf(report)['conditions']).toBe('warning');
    expect(report.proven.conditions).toBe(false);
  }, 60_000);

  it.each<[string, string, (seen: Seen) => boolean]>([
    ['s3:AbortMultipartUpload', 'abort', ({ method, url }) => method === 'DELETE' && url.includes('uploadId=')],
    ['s3:ListMultipartUploadParts', 'abort', ({ method, url }) => method === 'GET' && url.includes('uploadId=')],
    ['s3:ListBucket', 'list', ({ url }) => url.includes('list-type=2')],
    ['s3:DeleteObject', 'delete', ({ method, url }) => method === 'DELETE' && !url.includes('uploadId=')],
  ])('H15 without %s the check "%s" says so', async (action, id, which) => {
    await begin(servers.fauxqs);
    front.treat(which, () => ({ instead: s3Says(403, 'AccessDenied') }));
    const check = (await probed()).checks.find((one) => one.id === id);
    expect(check?.status).toMatch(/failed|warning/);
    expect(`${check?.detail} ${check?.nextStep}`).toContain(action);
    expect(check?.permission).toContain(action);
  });
});
