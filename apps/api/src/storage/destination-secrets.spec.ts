import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '@stowbase/storage';
import { EventHub } from '../events/event-hub';
import type { SavedDestinationDto } from './destination.dto';
import { Destination } from './destination.entity';
import { vaults } from './testing/vault-driver';
import { textLike } from './testing/matchers';

const path = '/storage/destinations';
const canary = 'canary+K3y/with"odd chars==';

describe('secrets of destinations', () => {
  let api: StorageApi;
  /** Everything that left the service: replies, events, its standard output and error. */
  let told: string[];
  const writes = { out: process.stdout.write, err: process.stderr.write };

  beforeAll(async () => {
    api = await startStorageApi();
  });
  beforeEach(() => {
    told = [];
    vaults.broken = null;
    api.app.get(EventHub).events.subscribe((event) => told.push(JSON.stringify(event)));
    for (const stream of [process.stdout, process.stderr]) {
      stream.write = (chunk: string | Uint8Array) => told.push(String(chunk)) > 0;
    }
  });
  afterEach(() => {
    process.stdout.write = writes.out;
    process.stderr.write = writes.err;
  });
  afterAll(() => api.close());

  let made = 0;
  const body = (config: object = {}) => {
    made += 1;
    return { name: `Vault ${made}`, type: 'vault', config: { room: `room ${made}`, secretKey: canary, ...config } };
  };
  const ask = async <T = SavedDestinationDto>(
    method: 'get' | 'post' | 'patch' | 'delete',
    at: string,
    given?: object,
  ) => {
    const reply = method === 'get' ? await api.owner.get<T>(at) : await api.owner[method]<T>(at, given);
    told.push(JSON.stringify(reply));
    return reply;
  };
  const expectNothingTold = (secret = canary) => {
    const text = told.join('\n');
    for (const form of [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
    ])
      expect(text).not.toContain(form);
  };

  it('P-SECRETS-1 are in no reply, event, log line or byte of the database', async () => {
    const created = await ask('post', path, body());
    const { id } = created.body;
    await ask('get', `${path}/${id}`);
    await ask('get', path);
    await ask('post', `${path}/${id}/test`);
    await ask('post', `${path}/test`, { type: 'vault', config: body().config });
    await ask('patch', `${path}/${id}`, { version: 1, config: { passphrase: `${canary} too` } });
    await ask('post', path, { ...body(), name: created.body.name });
    await ask('post', path, body({ room: 7, secretKey: canary, unknown: canary.length }));
    expect(created.body.config).toMatchObject({ secretKey: { set: true, hint: 'rs==' } });
    expectNothingTold();
    const files = readdirSync(api.config.dataFolder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(api.config.dataFolder, name))
      .filter((file) => !/lock/.test(file) && statSync(file).isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const bytes = readFileSync(file);
      for (const form of [
        canary,
        JSON.stringify(canary).slice(1, -1),
        encodeURIComponent(canary),
        Buffer.from(canary).toString('base64'),
      ])
        expect([file, bytes.includes(form)]).toEqual([file, false]);
    }
  });

  it('P-SECRETS-1 are taken out of what a store says back', async () => {
    const { id } = (await ask('post', path, body())).body;
    vaults.broken = ({ secretKey }) =>
      new StorageError(
        'auth',
        `The store does not know the key ${secretKey}.`,
        `Do not use ${encodeURIComponent(secretKey!)}.`,
      );
    const tested = await ask<{ error: { message: string; nextStep: string } }>('post', `${path}/${id}/test`);
    expect(tested.body.error.message).toContain('does not know the key ••••');
    expect((await ask('get', `${path}/${id}`)).body.validationError).toContain('••••');
    expect(await ask('post', path, body())).toMatchObject({ status: 422, body: { code: 'DESTINATION_PROBE_FAILED' } });
    await ask('get', `${path}/${id}/tests`);
    expectNothingTold();
    const rows = JSON.stringify(await api.database.read.query('SELECT checks FROM probes'));
    expect(rows).toContain('••••');
    expect(rows).not.toContain(JSON.stringify(canary).slice(1, -1));
  });

  it('H17 pasted with the end of its line are trimmed, and that is said', async () => {
    const { status, body: created } = await ask('post', path, body({ secretKey: `  ${canary}\r\n` }));
    expect([status, created.notices]).toEqual([201, [{ field: 'config.secretKey', message: textLike('taken off') }]]);
    expect(vaults.opened).toMatchObject({ secretKey: canary });
    const tested = await ask<{ notices: object[] }>('post', `${path}/test`, {
      type: 'vault',
      config: { room: 'x', secretKey: `${canary}\n` },
    });
    expect(tested.body.notices).toHaveLength(1);
  });

  it('H17 with a line end inside are refused', async () => {
    const reply = await ask('post', path, body({ secretKey: 'two\nlines' }));
    expect(reply).toMatchObject({
      status: 400,
      body: { code: 'DESTINATION_CONFIG_INVALID', field: 'config.secretKey' },
    });
  });

  it.each([
    ['left out', {}],
    ['sent back as a mask', { secretKey: '••••••••' }],
    ['sent back as in a reply', { secretKey: { set: true, hint: 'rs==' } }],
  ])('H33 %s stay as they are', async (_, config) => {
    const { id } = (await ask('post', path, body())).body;
    vaults.opened = null;
    const { status } = await ask('patch', `${path}/${id}`, { version: 1, config: { room: 'another', ...config } });
    expect([status, vaults.opened]).toEqual([200, { room: 'another', signIn: 'key', secretKey: canary }]);
  });

  it('H33 that are empty are an error, and null removes them', async () => {
    const { id } = (await ask('post', path, body({ passphrase: 'second secret' }))).body;
    const empty = await ask('patch', `${path}/${id}`, { version: 1, config: { passphrase: '' } });
    expect(empty).toMatchObject({
      status: 400,
      body: { code: 'DESTINATION_CONFIG_INVALID', field: 'config.passphrase' },
    });
    const removed = await ask('patch', `${path}/${id}`, { version: 1, config: { passphrase: null } });
    expect(removed.body.config).toMatchObject({ passphrase: { set: false, hint: null }, secretKey: { set: true } });
    expect(vaults.opened).not.toHaveProperty('passphrase');
    const needed = await ask('patch', `${path}/${id}`, { version: 2, config: { secretKey: null } });
    expect(needed).toMatchObject({ status: 400, body: { field: 'config.secretKey' } });
  });

  it.each(['stowbase:v1:', 'v1.', '••', '{"set":true}', 'ENC[aes,', 'base64:AAAA'])(
    'H34 that begin with %s come back to the store as they were given',
    async (marker) => {
      const { id } = (await ask('post', path, body({ secretKey: `${marker}x` }))).body;
      vaults.opened = null;
      expect((await ask('post', `${path}/${id}/test`)).status).toBe(200);
      expect(vaults.opened).toMatchObject({ secretKey: `${marker}x` });
    },
  );

  it('P-SECRETS-2 that are stored are sent to no other address', async () => {
    const { id } = (await ask('post', path, body({ endpoint: 'https://vault.example' }))).body;
    vaults.opened = null;
    const elsewhere = { endpoint: 'https://thief.example' };
    expect(await ask('patch', `${path}/${id}`, { version: 1, config: elsewhere })).toMatchObject({
      status: 400,
      body: { field: 'config.secretKey' },
    });
    const test = { type: 'vault', destinationId: id, config: elsewhere };
    expect(await ask('post', `${path}/test`, test)).toMatchObject({ status: 400, body: { field: 'config.secretKey' } });
    expect(vaults.opened).toBeNull();
    expect(
      (await ask('post', `${path}/test`, { ...test, config: { ...elsewhere, secretKey: 'new one' } })).status,
    ).toBe(200);
  });

  it('of the destination that is being edited serve the test of its form', async () => {
    const { id } = (await ask('post', path, body())).body;
    const test = { type: 'vault', destinationId: id, config: { room: 'edited' } };
    expect(await ask('post', `${path}/test`, test)).toMatchObject({ status: 200, body: { valid: true } });
    expect(vaults.opened).toMatchObject({ room: 'edited', secretKey: canary });
    expect(await ask('post', `${path}/test`, { ...test, type: 'local_mapped' })).toMatchObject({
      status: 400,
      body: { code: 'DESTINATION_TYPE_UNKNOWN', field: 'type' },
    });
  });

  it('that can not be unsealed any more hide only themselves: the destination is listed, and they can be entered again', async () => {
    const [one, two] = [(await ask('post', path, body())).body, (await ask('post', path, body())).body];
    const { config } = await api.database.read.findOneByOrFail(Destination, { id: one.id });
    for (const { id } of [one, two])
      await api.database.write((manager) => manager.update(Destination, { id }, { config: config!.subarray(1) }));
    expect(await ask('get', path)).toMatchObject({ status: 200 });
    expect((await ask('get', `${path}/${one.id}`)).body).toMatchObject({ id: one.id, config: null });
    expect(await ask('post', `${path}/${one.id}/test`)).toMatchObject({
      status: 500,
      body: { code: 'SECRET_UNREADABLE' },
    });
    const renewed = { version: 1, config: { room: 'again', secretKey: canary } };
    expect((await ask('patch', `${path}/${one.id}`, renewed)).body.config).toMatchObject({ room: 'again' });
    expect((await ask('delete', `${path}/${two.id}`)).status).toBe(204);
  });
});
