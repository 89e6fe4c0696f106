import '../../storage/testing/list-vault';
import { driveErrors, GoogleDouble, NextcloudDouble } from '@stowbase/storage/testing';
import { Canaries } from '../../testing/canary';
import type { DestinationDto } from '../../storage/destination.dto';
import { DestinationProblems } from '../../storage/destination-problems.service';
import { startStorageApi, type StorageApi } from '../../storage/testing/start-storage-api';
import { databaseBytes } from '../../e2e/bad-inputs/testing/records';
import { vaults } from '../../storage/testing/vault-driver';
import { Sweeper } from '../sweep/sweeper';
import { storedArchive, type StoredArchive } from '../testing/stored-archive';
import { until } from '../testing/until';
import type { CopyJobDto, CopyJobListDto } from './copy-job.dto';

const scope = 'https://www.googleapis.com/auth/drive.file';

describe('a copy to servers that go wrong in the middle', () => {
  let api: StorageApi;
  let google: GoogleDouble;
  let cloud: NextcloudDouble;
  let vault: DestinationDto;
  let drive: DestinationDto;
  let nextcloud: DestinationDto;
  let archive: StoredArchive;
  const canaries = new Canaries();

  beforeAll(async () => {
    google = await GoogleDouble.start();
    cloud = await NextcloudDouble.start();
    api = await startStorageApi({}, { maxConcurrentRuns: 0, storageEndpoints: google.endpoints });
    const client = google.oauth.addClient();
    const refreshToken = google.oauth.consent(client, google.oauth.signedInAs, scope);
    const password = cloud.account.newAppPassword();
    canaries.add('client secret', client.secret);
    canaries.add('refresh token', refreshToken);
    canaries.add('app password', password);
    vault = await create('Vault', 'vault', { room: 'one', secretKey: 'the key of the room' });
    drive = await create('Drive', 'google_drive', { clientId: client.id, clientSecret: client.secret, refreshToken });
    nextcloud = await create('Cloud', 'nextcloud', { url: cloud.url, username: cloud.account.loginName, password });
  }, 60_000);
  afterAll(async () => {
    await api.close();
    await Promise.all([google.close(), cloud.close()]);
  });
  beforeEach(async () => {
    vaults.rooms.clear();
    archive = await storedArchive(api, [vault], { padding: 700_000 });
  });
  afterEach(async () => {
    expect(canaries.in(JSON.stringify((await api.owner.get(`/backups/${archive.backupId}/log`)).body))).toEqual([]);
    expect(canaries.in(JSON.stringify(await jobs()))).toEqual([]);
    expect(canaries.in(await databaseBytes(api))).toEqual([]);
  });

  async function create(name: string, type: string, config: object): Promise<DestinationDto> {
    const { status, body } = await api.owner.post<DestinationDto>('/storage/destinations', { name, type, config });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  }
  const jobs = async (): Promise<CopyJobDto[]> =>
    (await api.owner.get<CopyJobListDto>(`/backups/${archive.backupId}/copies`)).body.items;
  async function copyTo({ id: destinationId }: DestinationDto): Promise<CopyJobDto> {
    const { body } = await api.owner.post<CopyJobDto>(`/backups/${archive.backupId}/copies`, { destinationId });
    return until(async () => (await jobs()).find(({ id, finishedAt }) => id === body.id && finishedAt !== null));
  }
  const problemOf = async ({ id }: DestinationDto): Promise<DestinationDto['problem']> => {
    await api.app.get(DestinationProblems).settled();
    return (await api.owner.get<DestinationDto>(`/storage/destinations/${id}`)).body.problem;
  };

  /** What each server has beside whole archives: unfinished uploads, temporary files, sessions. */
  async function leftovers(): Promise<string[]> {
    await api.app.get(Sweeper).sweep();
    const { account } = cloud;
    const sessions = [...google.uploads.sessions.values()].filter(({ file }) => file === null);
    const files = [...google.drive.files.values()].filter(
      (file) =>
        file.content !== null &&
        !google.drive.isTrashed(file) &&
        ![...file.appProperties.values()].some(({ stowbase }) => stowbase === 'object'),
    );
    return [
      ...account.uploads.keys(),
      ...account.tree.files().filter((path) => path.includes('.stowbase-')),
      ...sessions.map(({ id }) => id),
      ...files.map(({ name }) => name),
    ];
  }
  /** One that goes to a Nextcloud in chunks. */
  const larger = async (): Promise<void> => {
    archive = await storedArchive(api, [vault], { padding: 17 * 2 ** 20 });
  };
  const inCloud = (): Buffer | undefined => cloud.account.tree.fileAt(`Stowbase/${archive.key}`)?.body;

  it('F27 F57 a server that assembles fewer bytes: not stored, and nothing is left', async () => {
    await larger();
    cloud.faults.plan('uploads:MOVE', { kind: 'shorten', bytes: 1 });
    expect(await copyTo(nextcloud)).toMatchObject({ status: 'failed', error: { code: 'SIZE_MISMATCH' } });
    expect(inCloud()).toBeUndefined();
    expect(await leftovers()).toEqual([]);
  });

  it('F28 a quota that is used up: told at the destination until there is room, and not tried again', async () => {
    cloud.account.quota = cloud.account.tree.size + 100_000;
    const job = await copyTo(nextcloud);
    expect(job).toMatchObject({ status: 'failed', error: { code: 'STORAGE_FULL' } });
    expect(await problemOf(nextcloud)).toMatchObject({ code: 'STORAGE_FULL', text: job.error!.text });
    expect(await leftovers()).toEqual([]);
    cloud.account.quota = -3;
    expect(await copyTo(nextcloud)).toMatchObject({ status: 'succeeded' });
    expect(await problemOf(nextcloud)).toBeNull();
  });

  it('F21 a part that is refused for the moment is sent again', async () => {
    google.faults.plan('chunk', { kind: 'error', error: driveErrors.backend() });
    expect(await copyTo(drive)).toMatchObject({ status: 'succeeded' });
    expect(await leftovers()).toEqual([]);
  });

  it('F28 Drive is full', async () => {
    google.faults.plan('start', { kind: 'error', error: driveErrors.full() }, { times: 3 });
    expect(await copyTo(drive)).toMatchObject({ status: 'failed', error: { code: 'STORAGE_FULL' } });
    google.faults.clear();
    expect(await leftovers()).toEqual([]);
  });

  it('F27 Drive keeps fewer bytes than it took: not stored, and nothing is left', async () => {
    google.faults.plan('chunk', { kind: 'shorten', bytes: 1 });
    expect(await copyTo(drive)).toMatchObject({ status: 'failed', error: { code: 'SIZE_MISMATCH' } });
    expect(await leftovers()).toEqual([]);
  });

  it('F56 an upload session that is forgotten is begun again', async () => {
    google.faults.plan('chunk', { kind: 'lose-session' });
    expect(await copyTo(drive)).toMatchObject({ status: 'succeeded' });
    expect(await problemOf(drive)).toBeNull();
  });

  it('F56 a sign-in that was taken back: told at the destination, until somebody signs in again', async () => {
    google.oauth.revoke(google.oauth.signedInAs);
    expect(await copyTo(drive)).toMatchObject({ status: 'failed', error: { code: 'REAUTH_REQUIRED' } });
    expect(await problemOf(drive)).toMatchObject({ code: 'REAUTH_REQUIRED' });
    const again = google.oauth.consent([...google.oauth.clients.values()][0]!, google.oauth.signedInAs, scope);
    canaries.add('the new refresh token', again);
    const { version } = (await api.owner.get<DestinationDto>(`/storage/destinations/${drive.id}`)).body;
    const change = { version, config: { refreshToken: again } };
    expect((await api.owner.patch(`/storage/destinations/${drive.id}`, change)).status).toBe(200);
    expect(await problemOf(drive)).toBeNull();
    expect(await copyTo(drive)).toMatchObject({ status: 'succeeded' });
    expect(await leftovers()).toEqual([]);
  });
});
