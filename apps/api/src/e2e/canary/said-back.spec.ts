import '../../storage/testing/list-vault';
import { Writable } from 'node:stream';
import { scriptedHttp, type RecordedRequest, type ScriptedHttp, type ScriptedReply } from '@stowbase/storage/testing';
import { EventHub } from '../../events/event-hub';
import { makeLog } from '../../logging/log';
import type { CopyJobDto, CopyJobListDto } from '../../backups/copies/copy-job.dto';
import { storedArchive } from '../../backups/testing/stored-archive';
import { until } from '../../backups/testing/until';
import type { DestinationTestDto } from '../../storage/destination-test.dto';
import type { DestinationDto } from '../../storage/destination.dto';
import { signIn, type ApiClient } from '../../testing/api-client';
import { Canaries } from '../../testing/canary';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { databaseBytes } from '../bad-inputs/testing/records';

const secrets = {
  secretAccessKey: 'c4nary+S3/secret==key',
  password: 'c4nary:app@password',
  clientSecret: 'GOCSPX-c4nary-of-a-client',
  refreshToken: '1//0c4nary-of-a-refresh-token',
  accessToken: 'ya29.c4nary-of-an-access-token',
};

/** Everything that a server could say of a request and of the secrets behind it, in the form of each protocol. */
function sayingBack(status: number): (request: RecordedRequest) => ScriptedReply {
  return ({ url, headers, body }) => {
    if (url.startsWith('/token') && status !== 401)
      return { headers: json, body: JSON.stringify({ access_token: secrets.accessToken, expires_in: 3599 }) };
    const heard = `${Object.values(secrets).join(' ')} ${JSON.stringify(headers)} ${body.toString('latin1').slice(0, 4_000)}`;
    const text = heard.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    if (url.includes('/remote.php/') || url.includes('/ocs/')) {
      const sabre = `<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:exception>Sabre</s:exception><s:message>${text}</s:message></d:error>`;
      return { status, headers: { 'content-type': 'application/xml', 'x-said': secrets.password }, body: sabre };
    }
    if (url.startsWith('/s3')) {
      const error = `<Error><Code>AccessDenied</Code><Message>${text}</Message><Resource>${text}</Resource></Error>`;
      return {
        status,
        headers: { 'content-type': 'application/xml', etag: `"${secrets.secretAccessKey}"` },
        body: error,
      };
    }
    const told = { code: status, message: heard, errors: [{ reason: 'forbidden', message: heard }] };
    return { status, headers: json, body: JSON.stringify({ error: told, error_description: heard }) };
  };
}
const json = { 'content-type': 'application/json' };

describe('P-SECRETS-4 what servers say back of secrets', () => {
  let server: ScriptedHttp;
  let api: TestApi;
  let owner: ApiClient;
  let told = '';
  const canaries = new Canaries();
  for (const [name, secret] of Object.entries(secrets)) canaries.add(name, secret);

  beforeAll(async () => {
    server = await scriptedHttp(sayingBack(500));
    const log = makeLog(
      'debug',
      new Writable({ write: (chunk: Buffer, _, done) => ((told += chunk.toString()), done()) }),
    );
    const storageEndpoints = { apiBase: server.url, uploadBase: server.url, tokenUrl: `${server.url}/token` };
    api = await startTestApi({}, { maxConcurrentRuns: 0, storageEndpoints }, log);
    owner = await signIn(api);
    api.app.get(EventHub).events.subscribe((event) => (told += JSON.stringify(event)));
  }, 60_000);
  afterAll(async () => {
    await api.close();
    await server.stop();
  });

  const types = {
    s3: (url: string, prefix: string) => ({
      ...{ endpoint: url, prefix },
      ...{ bucket: 's3-bucket', accessKeyId: 'AKIAEXAMPLE', secretAccessKey: secrets.secretAccessKey },
    }),
    nextcloud: (url: string, path: string) => ({ url, path, username: 'ann', password: secrets.password }),
    google_drive: () => ({
      clientId: 'client.apps.googleusercontent.com',
      ...{ clientSecret: secrets.clientSecret, refreshToken: secrets.refreshToken },
    }),
  } as const;
  const statuses = [400, 401, 403, 404, 507, 200] as const;

  it.each(Object.entries(types).flatMap(([type, config]) => statuses.map((status) => [type, status, config] as const)))(
    '%s that answers %i with all of them: in no reply, log, event or record',
    async (type, status, config) => {
      told = '';
      server.answer(sayingBack(status));
      const asked = server.requests.length;
      const wanted = { name: `${type} ${status}`, type, config: config(server.url, String(status)), enabled: false };
      const { body: destination, ...saved } = await owner.post<DestinationDto>('/storage/destinations', wanted);
      const path = `/storage/destinations/${destination.id}`;
      const test = await owner.post<DestinationTestDto>(`${path}/test`);
      const replies: unknown[] = [saved, destination, test];
      for (const ask of ['usage', 'probes', 'leftovers']) replies.push(await owner.get(`${path}/${ask}`));
      replies.push(await owner.post(`${path}/leftovers/search`));
      expect(test.body.valid).toBe(false);
      expect(server.requests.length).toBeGreaterThan(asked);
      expect(canaries.in(JSON.stringify(replies))).toEqual([]);
      expect(canaries.in(told)).toEqual([]);
      expect(canaries.in(await databaseBytes(api))).toEqual([]);
    },
    30_000,
  );

  it.each(Object.keys(types))('%s to which a backup is copied: in no reply, log, event or record', async (type) => {
    told = '';
    server.answer(sayingBack(403));
    const disk = { name: `Disk for ${type}`, type: 'local_mapped', config: { path: type } };
    const from = (await owner.post<DestinationDto>('/storage/destinations', disk)).body;
    const { backupId } = await storedArchive(api, [from]);
    const page = await owner.get<{ items: DestinationDto[] }>('/storage/destinations');
    const to = page.body.items.find(({ name }) => name === `${type} 403`)!;
    await api.database.write((manager) =>
      manager.query(`UPDATE storage_destinations SET enabled = true WHERE id = '${to.id}'`),
    );
    const { body } = await owner.post<CopyJobDto>(`/backups/${backupId}/copies`, { destinationId: to.id });
    const job = await until(async () => {
      const { items } = (await owner.get<CopyJobListDto>(`/backups/${backupId}/copies`)).body;
      return items.find(({ id, finishedAt }) => id === body.id && finishedAt !== null);
    });
    expect(job.status).toBe('failed');
    const replies = [job, await owner.get(`/backups/${backupId}`), await owner.get(`/backups/${backupId}/log`)];
    expect(canaries.in(JSON.stringify(replies))).toEqual([]);
    expect(canaries.in(told)).toEqual([]);
    expect(canaries.in(await databaseBytes(api))).toEqual([]);
  });
});
