import { startStorageApi, type StorageApi } from '../testing/start-storage-api';
import type { Actor } from '../../accounts/access';
import { LoginSession } from '../../accounts/login-session.entity';
import { movableClock, type MovableClock } from '../../accounts/testing/movable-clock';
import { User } from '../../accounts/user.entity';
import { apiToken, signIn, testEmail, type ApiClient } from '../../testing/api-client';
import { StorageError } from '@stowbase/storage';
import type { EntityManager } from 'typeorm';
import { vaults } from '../testing/vault-driver';
import { PendingCredentials, type Credentials } from './pending-credentials.service';

const path = '/storage/destinations';
const secretKey = 'granted-by-the-owner-of-the-account';

describe('credentials of a connected account', () => {
  let api: StorageApi;
  let clock: MovableClock;
  let owner: Actor;
  beforeEach(async () => {
    api = await startStorageApi();
    clock = movableClock(api);
    owner = await actorOf(api.owner);
  });
  afterEach(() => api.close());

  async function actorOf({ userId }: ApiClient): Promise<Actor> {
    const [newest] = await api.database.read.find(LoginSession, { where: { userId }, order: { createdAt: 'DESC' } });
    return { kind: 'user', userId, name: '', role: 'owner', sessionId: newest!.id, tokenId: null, address: '' };
  }
  const granted = (more: Partial<Credentials> = {}): string =>
    api.app.get(PendingCredentials).add(owner, {
      type: 'vault',
      over: () => ({ secretKey, room: 'the granted room' }),
      mismatch: () => null,
      ...more,
    }).id;
  const body = (credentialsId: string, name = 'Vault') => ({
    name,
    type: 'vault',
    config: { passphrase: 'x' },
    credentialsId,
  });
  const unknown = { status: 400, body: { code: 'CREDENTIALS_UNKNOWN', field: 'credentialsId' } };

  it('P-CONNECT-1 go over the settings of the form, serve any number of tests, and one destination', async () => {
    const id = granted();
    for (let each = 0; each < 2; each += 1) {
      const test = { type: 'vault', config: { room: 'typed earlier' }, credentialsId: id };
      expect(await api.owner.post(`${path}/test`, test)).toMatchObject({ status: 200, body: { valid: true } });
    }
    const created = await api.owner.post<{ config: object }>(path, body(id));
    expect([created.status, created.body.config]).toMatchObject([
      201,
      { room: 'the granted room', secretKey: { set: true, hint: 'ount' } },
    ]);
    expect(vaults.opened).toMatchObject({ secretKey, room: 'the granted room', passphrase: 'x' });
    expect(await api.owner.post(path, body(id, 'Another'))).toMatchObject(unknown);
  });

  it('P-CONNECT-1 are there for another try while saving fails', async () => {
    const id = granted();
    vaults.broken = () => new StorageError('unreachable', 'The store is away.', 'Wait.');
    expect(await api.owner.post(path, body(id))).toMatchObject({ status: 422 });
    vaults.broken = null;
    expect(await api.owner.post(path, { ...body(id), config: { room: 1, unknown: true } })).toMatchObject({
      status: 400,
    });
    expect(await api.owner.post(path, body(id))).toMatchObject({ status: 201 });
  });

  it('P-CONNECT-1 renew those of a destination that is there, which is tested with them', async () => {
    const first = await api.owner.post<{ id: string }>(path, body(granted()));
    const id = granted({ over: () => ({ secretKey: 'a newer grant, made today' }) });
    const changed = await api.owner.patch(`${path}/${first.body.id}`, { version: 1, credentialsId: id });
    expect(changed).toMatchObject({ status: 200, body: { config: { secretKey: { set: true, hint: 'oday' } } } });
    expect(vaults.opened).toMatchObject({ secretKey: 'a newer grant, made today', room: 'the granted room' });
    const again = { version: 2, credentialsId: id };
    expect(await api.owner.patch(`${path}/${first.body.id}`, again)).toMatchObject(unknown);
  });

  it('P-CONNECT-1 make one destination, also when two are asked for at once', async () => {
    const id = granted();
    const replies = await Promise.all(['One', 'Two', 'Three'].map((name) => api.owner.post(path, body(id, name))));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 400, 400]);
  });

  it('P-CONNECT-2 are of no use to another login session, another owner, a token, or who guesses', async () => {
    const id = granted();
    const anotherOwner = await signIn(api, { role: 'operator' });
    const of = (role: 'owner' | 'operator') => (manager: EntityManager) =>
      manager.update(User, { email: testEmail('operator') }, { role });
    await api.database.write(of('owner'));
    const others: ApiClient[] = [await signIn(api), anotherOwner, await apiToken(api)];
    for (const other of others) {
      expect(await other.post(path, body(id))).toMatchObject(unknown);
      const test = { type: 'vault', config: {}, credentialsId: id };
      expect(await other.post(`${path}/test`, test)).toMatchObject(unknown);
    }
    for (const guess of [id.slice(0, -1), `${id.slice(0, -1)}~`, 'x'.repeat(43), '__proto__', '*'])
      expect(await api.owner.post(path, body(guess))).toMatchObject(unknown);
    await api.database.write(of('operator'));
    for (const role of ['operator', 'viewer'] as const)
      expect(await (await signIn(api, { role })).post(path, body(id))).toMatchObject({ status: 403 });
    expect((await api.owner.post(path, body(id))).status).toBe(201);
  });

  it('P-CONNECT-2 are of no use for another type of storage, and after 15 minutes for none', async () => {
    const id = granted();
    const local = { name: 'Local', type: 'local_mapped', config: { path: api.root }, credentialsId: id };
    expect(await api.owner.post(path, local)).toMatchObject(unknown);
    clock.forward(15 * 60 - 1);
    const test = { type: 'vault', config: {}, credentialsId: id };
    expect(await api.owner.post(`${path}/test`, test)).toMatchObject({ status: 200 });
    clock.forward(1);
    expect(await api.owner.post(path, body(id))).toMatchObject(unknown);
  });

  it('P-CONNECT-2 are sent nowhere else than to where they come from', async () => {
    const mismatch = () => ({ field: 'endpoint', message: 'That is another address.' });
    const reply = await api.owner.post(path, body(granted({ mismatch })));
    expect(reply).toMatchObject({
      status: 400,
      body: { code: 'DESTINATION_CONFIG_INVALID', field: 'config.endpoint', detail: 'That is another address.' },
    });
    expect(vaults.opened).toBeNull();
  });
});
