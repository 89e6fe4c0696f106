import { startStorageApi, type StorageApi } from './testing/start-storage-api';
import { StorageError } from '@stowbase/storage';
import { Destination } from './destination.entity';
import { DestinationProbes, keptProbes, type ProbeOutcome } from './destination-probes.service';
import type { DashboardDto } from '../dashboard/dashboard.dto';
import type { DestinationTestDto, PastTestListDto, PastTestPageDto } from './destination-test.dto';
import type { DestinationDto, SavedDestinationDto } from './destination.dto';
import { vaults } from './testing/vault-driver';
import { anyList, anyNumber, anyText, having, including, textLike } from './testing/matchers';

const path = '/storage/destinations';
const unreachable = () => new StorageError('unreachable', 'The vault does not answer.', 'Check that it is on.');

describe('connection tests', () => {
  let api: StorageApi;
  beforeAll(async () => {
    api = await startStorageApi();
  });
  beforeEach(() => {
    vaults.broken = null;
    vaults.readOnlyForDeletes = false;
  });
  afterAll(() => api.close());

  let made = 0;
  const body = (more: object = {}) => {
    made += 1;
    return { name: `Vault ${made}`, type: 'vault', config: { room: `room ${made}`, secretKey: 'a secret' }, ...more };
  };
  const create = async (more: object = {}) => (await api.owner.post<SavedDestinationDto>(path, body(more))).body;

  it('write, read and delete there, say what they found, and leave nothing behind', async () => {
    const { id, config } = await create();
    const { status, body: test } = await api.owner.post<DestinationTestDto>(`${path}/${id}/test`);
    expect([status, test]).toEqual([
      200,
      {
        valid: true,
        checks: anyList,
        availableSpace: anyNumber,
        lastTested: anyText,
        leftovers: [],
        notices: [],
      },
    ]);
    expect(test.checks.map(({ id: check }) => check)).toEqual(
      including('write', 'read', 'range', 'list', 'delete', 'space'),
    );
    expect(test.checks.find(({ id: check }) => check === 'delete')).toMatchObject({
      status: 'passed',
      permission: 'vault:Delete',
      ms: anyNumber,
    });
    expect(vaults.rooms.get(config?.['room'] as string)?.objects.size).toBe(0);
    expect(vaults.open).toBe(0);
  });

  it('that fail change what is shown of the destination, and keep what was proven before', async () => {
    const { id, capabilities } = await create();
    vaults.broken = unreachable;
    const { status, body: test } = await api.owner.post<DestinationTestDto>(`${path}/${id}/test`);
    expect([status, test]).toEqual([
      200,
      having({
        valid: false,
        error: { message: textLike('does not answer'), nextStep: anyText, field: null },
      }),
    ]);
    const { body: shown } = await api.owner.get<DestinationDto>(`${path}/${id}`);
    expect(shown).toMatchObject({
      enabled: true,
      validationStatus: 'invalid',
      validationError: test.error?.message,
      lastValidated: test.lastTested,
      capabilities,
      version: 1,
    });
    vaults.broken = null;
    await api.owner.post(`${path}/${id}/test`);
    expect((await api.owner.get<DestinationDto>(`${path}/${id}`)).body).toMatchObject({
      validationStatus: 'valid',
      validationError: null,
    });
    expect(vaults.open).toBe(0);
  });

  it('F56 that find a sign-in that has ended say so by a code, here and on the dashboard, until one is right again', async () => {
    const { id } = await create();
    const ended = { code: 'REAUTH_REQUIRED' };
    vaults.broken = () => new StorageError('auth', 'The sign-in has ended.', 'Sign in again.', ended);
    const { body: test } = await api.owner.post<DestinationTestDto>(`${path}/${id}/test`);
    const problem = async () => (await api.owner.get<DestinationDto>(`${path}/${id}`)).body.problem;
    const onDashboard = async () =>
      (await api.owner.get<DashboardDto>('/dashboard?timeZone=UTC')).body.destinations.find((one) => one.id === id);
    expect(await problem()).toEqual({
      code: 'REAUTH_REQUIRED',
      text: 'The sign-in has ended.',
      nextStep: 'Sign in again.',
      at: test.lastTested,
    });
    expect(await onDashboard()).toMatchObject({ problem: 'The sign-in has ended.', problemCode: 'REAUTH_REQUIRED' });
    vaults.broken = null;
    await api.owner.post(`${path}/${id}/test`);
    expect(await problem()).toBeNull();
    expect(await onDashboard()).toMatchObject({ problem: null, problemCode: null });
  });

  it('that fail keep a new destination from being saved, unless it is disabled', async () => {
    vaults.broken = unreachable;
    const refused = body();
    expect(await api.owner.post(path, refused)).toMatchObject({
      status: 422,
      body: {
        code: 'DESTINATION_PROBE_FAILED',
        detail: textLike('does not answer'),
        checks: including(having({ status: 'failed' })),
        nextStep: textLike('"enabled": false'),
      },
    });
    expect(await api.database.read.countBy(Destination, { name: refused.name })).toBe(0);
    const saved = await api.owner.post<SavedDestinationDto>(path, { ...refused, enabled: false });
    expect(saved).toMatchObject({
      status: 201,
      body: { enabled: false, validationStatus: 'invalid', capabilities: null, noDelete: false },
    });
    const enabling = await api.owner.patch(`${path}/${saved.body.id}`, { version: 1, enabled: true });
    expect(enabling).toMatchObject({ status: 422, body: { code: 'DESTINATION_PROBE_FAILED' } });
    vaults.broken = null;
    const enabled = await api.owner.patch(`${path}/${saved.body.id}`, { version: 1, enabled: true });
    expect(enabled).toMatchObject({ status: 200, body: { enabled: true, validationStatus: 'valid', version: 2 } });
  });

  it('that fail keep changed settings from being saved', async () => {
    const { id } = await create();
    vaults.broken = unreachable;
    const change = { version: 1, config: { room: 'elsewhere' } };
    expect((await api.owner.patch(`${path}/${id}`, change)).status).toBe(422);
    expect((await api.owner.get<DestinationDto>(`${path}/${id}`)).body).toMatchObject({
      version: 1,
      validationStatus: 'valid',
    });
    const disabled = await api.owner.patch(`${path}/${id}`, { ...change, enabled: false });
    expect(disabled).toMatchObject({
      status: 200,
      body: { validationStatus: 'invalid', capabilities: null, config: { room: 'elsewhere' } },
    });
  });

  it('are not made for a new name', async () => {
    const { id } = await create();
    vaults.broken = unreachable;
    expect((await api.owner.patch(`${path}/${id}`, { version: 1, name: `Other ${id}` })).status).toBe(200);
  });

  it('of settings that are not stored store nothing', async () => {
    const before = await api.database.read.count(Destination);
    const { config } = body();
    expect(await api.owner.post(`${path}/test`, { type: 'vault', config })).toMatchObject({
      status: 200,
      body: { valid: true },
    });
    vaults.broken = unreachable;
    expect(await api.owner.post(`${path}/test`, { type: 'vault', config })).toMatchObject({
      status: 200,
      body: { valid: false },
    });
    expect(await api.owner.post(`${path}/test`, { type: 'browser_download', config: {} })).toMatchObject({
      status: 400,
      body: { code: 'DESTINATION_NOT_NEEDED' },
    });
    expect(await api.database.read.count(Destination)).toBe(before);
  });

  it('are kept, the newest first, and not for ever', async () => {
    const { id } = await create();
    for (let count = 0; count < keptProbes + 2; count += 1) {
      vaults.broken = count % 2 === 0 ? unreachable : null;
      await api.owner.post(`${path}/${id}/test`);
    }
    const newest = Array.from({ length: keptProbes }, (_, index) => index % 2 === 0);
    const { items } = (await api.owner.get<PastTestListDto>(`${path}/${id}/tests`)).body;
    expect(items.map(({ ok }) => ok)).toEqual(newest.slice(0, 20));
    expect(items[0]?.checks[0]).toMatchObject({ id: anyText, status: anyText });
    const first = (await api.owner.get<PastTestPageDto>(`${path}/${id}/probes?limit=30`)).body;
    const second = (await api.owner.get<PastTestPageDto>(`${path}/${id}/probes?limit=30&cursor=${first.next}`)).body;
    expect([...first.items, ...second.items].map(({ ok }) => ok)).toEqual(newest);
    expect(second.next).toBeNull();
  });

  it('that ended before another one do not replace what that one found', async () => {
    const { id, lastValidated } = await create();
    const older: ProbeOutcome = {
      ok: false,
      at: new Date(Date.parse(String(lastValidated)) - 1_000),
      checks: [{ id: 'reach', title: 'Reach', status: 'failed', detail: 'An older story.' }],
      proven: null,
      freeBytes: null,
      leftovers: [],
      wrongSetting: null,
    };
    const keep = (outcome: ProbeOutcome) =>
      api.database.write((manager) => api.app.get(DestinationProbes).record(manager, id, outcome));
    await keep(older);
    const shown = async () => (await api.owner.get<DestinationDto>(`${path}/${id}`)).body;
    expect(await shown()).toMatchObject({ validationStatus: 'valid', lastValidated });
    await keep({ ...older, at: new Date(Date.parse(String(lastValidated)) + 1_000) });
    expect(await shown()).toMatchObject({ validationStatus: 'invalid', validationError: 'An older story.' });
  });

  it('show a destination whose credentials can not delete, and where what they wrote still lies', async () => {
    vaults.readOnlyForDeletes = true;
    const { id, noDelete } = await create();
    const { body: test } = await api.owner.post<DestinationTestDto>(`${path}/${id}/test`);
    expect([noDelete, test.valid, test.checks.find(({ id: check }) => check === 'delete')?.status]).toEqual([
      true,
      true,
      'warning',
    ]);
    expect(test.leftovers.length).toBeGreaterThan(0);
  });

  it('are not needed to ask for the space', async () => {
    const { id } = await create();
    expect(await api.owner.get(`${path}/${id}/usage`)).toMatchObject({
      status: 200,
      body: { used: 0, free: 64 * 2 ** 20 },
    });
    vaults.broken = unreachable;
    expect(await api.owner.get(`${path}/${id}/usage`)).toMatchObject({
      status: 422,
      body: { code: 'STORAGE_UNREACHABLE' },
    });
    expect(vaults.open).toBe(0);
  });
});
