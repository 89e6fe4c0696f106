import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { insertProject } from '../../backups/testing/rows';
import { until } from '../../backups/testing/until';
import { EventHub } from '../../events/event-hub';
import { anyone, signIn, type ApiClient } from '../../testing/api-client';
import { Canaries } from '../../testing/canary';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { channelTypes } from '../channels/channel-types';
import { noteOccurrence, occurrenceKinds } from '../occurrence';
import { startHttpSink, type HttpSink } from '../testing/http-sink';
import { startMailSink } from '../testing/mail-sink';
import type { ChannelDto, ChannelListDto, ChannelTestDto, SavedChannelDto } from './channel.dto';
import type { ChannelTypeListDto, OccurrenceKindListDto } from './channel-type.dto';
import type { DeliveryPageDto } from './delivery.dto';

const path = '/notifications/channels';

describe('notification channels over the API', () => {
  let api: TestApi;
  let owner: ApiClient;
  let sink: HttpSink;
  beforeAll(async () => {
    api = await startTestApi();
    owner = await signIn(api);
    sink = await startHttpSink();
  });
  beforeEach(() => {
    sink.requests.splice(0);
    sink.answer = () => ({ status: 200 });
  });
  afterAll(async () => {
    await api.close();
    await sink.close();
  });

  let made = 0;
  const body = (change: object = {}): { name: string; type: string; config: object } => {
    made += 1;
    return { name: `Channel ${made}`, type: 'webhook', config: { url: `${sink.url}/${made}` }, ...change };
  };
  const create = async (change: object = {}): Promise<SavedChannelDto> => {
    const { status, body: channel } = await owner.post<SavedChannelDto>(path, body(change));
    expect(status).toBe(201);
    return channel;
  };
  const field = (named: string, code = 'CHANNEL_CONFIG_INVALID'): object => ({
    status: 400,
    body: { code, field: named },
  });

  it('P-NOTIFY-19 types and events are listed as data, the default being failed, missed, at risk and first success', async () => {
    const types = (await owner.get<ChannelTypeListDto>('/notifications/types')).body.items;
    expect(types.map(({ type }) => type)).toEqual([
      'email',
      'webhook',
      'slack',
      'discord',
      'telegram',
      'teams',
      'ntfy',
    ]);
    expect(types.every(({ fields, help }) => fields.length > 0 && help !== '')).toBe(true);
    const secret = types.flatMap(({ fields }) => fields.filter((each) => each.secret).map(({ name }) => name));
    expect(secret).toEqual(['password', 'url', 'signingKey', 'url', 'url', 'botToken', 'url', 'topic', 'token']);
    const events = (await owner.get<OccurrenceKindListDto>('/notifications/events')).body.items;
    expect(events.map(({ kind }) => kind)).toEqual([...occurrenceKinds]);
    const channel = await create();
    expect(channel.kinds).toEqual(events.filter(({ byDefault }) => byDefault).map(({ kind }) => kind));
    for (const kind of ['backup.failed', 'backup.missed', 'backup.overdue', 'backup.recovered'])
      expect(channel.kinds).toContain(kind);
    expect(channel.kinds).not.toContain('backup.succeeded');
  });

  it('are created, listed, changed, tested and deleted, each of it in the audit log', async () => {
    const project = await insertProject(api.database);
    const digest = { rhythm: 'weekly', hour: 7, weekday: 5 };
    const more = { kinds: ['backup.failed'], projectIds: [project.id], digest, timeZone: 'Europe/Berlin' };
    const seen: string[] = [];
    api.app.get(EventHub).events.subscribe(({ type, id, data }) => {
      if (type === 'channel.changed')
        seen.push(`${id} ${'deleted' in data && data.deleted === true ? 'deleted' : 'changed'}`);
    });
    const { id } = await create(more);
    expect((await owner.get<ChannelDto>(`${path}/${id}`)).body).toMatchObject({
      ...more,
      enabled: true,
      lastDelivery: null,
      version: 1,
    });
    expect((await owner.patch(`${path}/${id}`, { version: 1, name: 'Renamed', projectIds: null })).body).toMatchObject({
      ...{ name: 'Renamed', projectIds: null, kinds: ['backup.failed'], version: 2 },
    });
    const test = await owner.post<ChannelTestDto>(`${path}/${id}/test`);
    expect(test).toMatchObject({ status: 200, body: { state: 'delivered', problem: null } });
    expect(JSON.parse(sink.requests[0]!.body)).toMatchObject({
      type: 'service.test',
      data: { subject: 'Test message from Stowbase' },
    });
    expect((await owner.get<ChannelDto>(`${path}/${id}`)).body.lastDelivery).toMatchObject({ state: 'delivered' });
    const listed = (await owner.get<ChannelListDto>(path)).body.items;
    expect(listed.find((each) => each.id === id)).toMatchObject({ name: 'Renamed', waiting: 0 });
    expect((await owner.delete(`${path}/${id}`)).status).toBe(204);
    expect(await owner.get(`${path}/${id}`)).toMatchObject({ status: 404, body: { code: 'CHANNEL_NOT_FOUND' } });
    const { items } = (await owner.get<{ items: { action: string; objectId: string | null }[] }>('/audit')).body;
    const actions = items.filter(({ objectId }) => objectId === id).map(({ action }) => action);
    expect(actions.sort()).toEqual(['channel.create', 'channel.delete', 'channel.test', 'channel.update']);
    const changes = ['changed', 'changed', 'changed', 'deleted'];
    expect(seen).toEqual(changes.map((change) => `${id} ${change}`));
  });

  it('are for owners to change, for everybody who may sign in to see', async () => {
    const { id } = await create();
    const [viewer, operator] = [await signIn(api, { role: 'viewer' }), await signIn(api, { role: 'operator' })];
    expect((await anyone(api).get(path)).status).toBe(401);
    expect((await viewer.get(path)).status).toBe(200);
    expect((await operator.post(`${path}/${id}/test`)).status).toBe(200);
    for (const [method, at] of [
      ['post', path],
      ['patch', `${path}/${id}`],
      ['delete', `${path}/${id}`],
      ['post', `${path}/test`],
    ] as const)
      expect([at, (await operator[method](at, {})).status]).toEqual([at, 403]);
    expect((await viewer.post(`${path}/${id}/test`)).status).toBe(403);
  });

  it.each([
    ['an unknown type', { type: 'pigeon' }, field('type', 'CHANNEL_TYPE_UNKNOWN')],
    ['no address', { config: {} }, field('config.url')],
    ['an unknown setting', { config: { url: 'https://x.example', colour: 'red' } }, field('config.colour')],
    ['an unknown event', { kinds: ['backup.exploded'] }, field('kinds', 'INVALID_INPUT')],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }, field('timeZone', 'INVALID_INPUT')],
    [
      'an hour that is none',
      { digest: { rhythm: 'daily', hour: 24, weekday: 1 } },
      field('digest.hour', 'INVALID_INPUT'),
    ],
    [
      'a project that is none',
      { projectIds: ['3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10'] },
      field('projectIds[0]', 'INVALID_INPUT'),
    ],
    ['a file', { config: { url: 'file:///etc/passwd' } }, field('config.url')],
    ['a login in the address', { config: { url: 'https://a:b@x.example/' } }, field('config.url')],
    ['a metadata service', { config: { url: 'http://169.254.169.254/latest' } }, field('config.url')],
    ['nothing but spaces as name', { name: '  ' }, field('name', 'INVALID_INPUT')],
  ])('H28 H31 H48 %s is refused with its field', async (_, change, expected) => {
    expect(await owner.post(path, body(change))).toMatchObject(expected);
  });

  it('H31 H35 a taken name and a stale version are refused', async () => {
    const { id, name } = await create();
    expect(await owner.post(path, body({ name: name.toUpperCase() }))).toMatchObject({
      status: 409,
      body: { code: 'NAME_TAKEN' },
    });
    expect((await owner.patch(`${path}/${id}`, { version: 1, enabled: false })).status).toBe(200);
    expect(await owner.patch(`${path}/${id}`, { version: 1, enabled: true })).toMatchObject({
      ...{ status: 409, body: { code: 'STALE_VERSION' } },
    });
  });

  it('P-NOTIFY-20 a test says Not delivered and why, and a card shows a dead channel', async () => {
    sink.answer = () => ({ status: 404, body: 'c4nary in a body' });
    const { type, config } = body();
    const tested = await owner.post<ChannelTestDto>(`${path}/test`, { type, config });
    expect(tested).toMatchObject({ status: 200, body: { state: 'not_delivered', problem: { code: 'NOT_FOUND' } } });
    expect(JSON.stringify(tested.body)).not.toContain('c4nary');
    const { id } = await create();
    await owner.post(`${path}/${id}/test`);
    const { lastDelivery } = (await owner.get<ChannelDto>(`${path}/${id}`)).body;
    expect(lastDelivery).toMatchObject({ state: 'not_delivered', problem: { code: 'NOT_FOUND' } });
    expect(lastDelivery!.failingSince).not.toBeNull();
  });

  it('what happened is delivered by itself, listed, and sent again when somebody asks or mends the channel', async () => {
    sink.answer = () => ({ status: 422 });
    const { id, config } = await create({ kinds: ['restore.finished'] });
    expect(config).toMatchObject({ url: { set: true } });
    const list = async (): Promise<DeliveryPageDto> =>
      (await owner.get<DeliveryPageDto>(`/notifications/deliveries?channel=${id}`)).body;
    await api.database.write((manager) =>
      noteOccurrence(
        manager,
        { kind: 'restore.finished', key: `restore.finished:${id}` },
        new Date(Date.now() + 1_000),
      ),
    );
    await owner.patch(`${path}/${id}`, { version: 1, name: `Wake ${id}` });
    const [given] = await until(async () => {
      const { items } = await list();
      return items[0]?.state === 'not_delivered' ? items : null;
    });
    expect(given).toMatchObject({
      kind: 'restore.finished',
      subject: 'Restore finished: a project',
      problem: { code: 'REFUSED' },
    });
    sink.answer = () => ({ status: 200 });
    expect((await owner.post(`/notifications/deliveries/${given!.id}/retry`)).status).toBe(200);
    await until(async () => (await list()).items[0]?.state === 'delivered');
    expect(await owner.post(`/notifications/deliveries/${given!.id}/retry`)).toMatchObject({ status: 409 });
    const ids = new Set(sink.requests.map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(1);
    const metrics = (await owner.get<string>('/metrics')).body;
    for (const result of ['delivered', 'not_delivered'])
      expect(metrics).toMatch(new RegExp(`stowbase_notifications_total{type="webhook",result="${result}"} [1-9]`));
    expect(metrics).toMatch(/stowbase_notifications_waiting \d/);
  });

  it('thresholds are changed one by one, within their ranges', async () => {
    const at = '/notifications/settings';
    expect((await owner.get(at)).body).toEqual({ shrinkPercent: 50, freePercent: 10, graceHours: 2 });
    expect((await owner.patch(at, { graceHours: 6 })).body).toEqual({
      shrinkPercent: 50,
      freePercent: 10,
      graceHours: 6,
    });
    for (const wrong of [{ graceHours: 0 }, { shrinkPercent: 100 }, { freePercent: '10' }, { shrinkPercent: null }])
      expect([wrong, (await owner.patch(at, wrong)).status]).toEqual([wrong, 400]);
  });

  describe('secrets', () => {
    it.each([
      ['left out', {}],
      ['sent back as a mask', { url: '••••••••' }],
      ['sent back as in a reply', { url: { set: true, hint: 'abcd' } }],
    ])('H33 %s stay as they are', async (_, config) => {
      const { id } = await create();
      await owner.patch(`${path}/${id}`, { version: 1, config });
      expect((await owner.post<ChannelTestDto>(`${path}/${id}/test`)).body.state).toBe('delivered');
    });

    it('H33 that are empty are an error, and null removes them', async () => {
      const { id } = await create({ config: { url: sink.url, signingKey: 'a key of sixteen' } });
      expect(await owner.patch(`${path}/${id}`, { version: 1, config: { signingKey: '' } })).toMatchObject(
        field('config.signingKey'),
      );
      expect(await owner.patch(`${path}/${id}`, { version: 1, config: { url: null } })).toMatchObject(
        field('config.url'),
      );
      const removed = await owner.patch<ChannelDto>(`${path}/${id}`, { version: 1, config: { signingKey: null } });
      expect(removed.body.config).toMatchObject({ signingKey: { set: false } });
    });

    it.each(['v1.', 'enc:', '••', '{"set":true}'])(
      'H34 that begin with %s are used as they were given',
      async (marker) => {
        const { id } = await create({ config: { url: sink.url, signingKey: `${marker} and sixteen more` } });
        expect((await owner.post<ChannelTestDto>(`${path}/${id}/test`)).body.state).toBe('delivered');
        expect(sink.requests[0]!.headers['webhook-signature']).toMatch(/^v1,/);
      },
    );

    it('P-NOTIFY-21 are sent to no other address than they were entered for', async () => {
      const mail = { host: '127.0.0.1', security: 'none', from: 'a@example.com', to: 'b@example.com', user: 'u' };
      const { id } = await create({ type: 'email', config: { ...mail, password: 'a mail password' } });
      for (const elsewhere of [{ host: '127.0.0.2' }, { port: 2525 }]) {
        expect(await owner.patch(`${path}/${id}`, { version: 1, config: elsewhere })).toMatchObject(
          field('config.password'),
        );
        const draft = { type: 'email', channelId: id, config: elsewhere };
        expect(await owner.post(`${path}/test`, draft)).toMatchObject(field('config.password'));
      }
      const telegram = { botToken: `123:${'a'.repeat(30)}`, chatId: '1', server: sink.url };
      const { id: bot } = await create({ type: 'telegram', config: telegram });
      const thief = { version: 1, config: { server: 'http://127.0.0.1:9' } };
      expect(await owner.patch(`${path}/${bot}`, thief)).toMatchObject(field('config.botToken'));
      expect(sink.requests).toEqual([]);
    });

    it('P-NOTIFY-22 are in no reply, event, log line, message or byte of the database', async () => {
      const canaries = new Canaries();
      const canary = (name: string, value: string): string => {
        canaries.add(name, value);
        return value;
      };
      const mails = await startMailSink({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
      mails.habits.password = canary('mail password', 'c4nary-mail-password/é"');
      const token = canary('bot token', '123456:c4nary_AAEhBOweik6ad9r_QXMENQjc');
      const settings: Readonly<Record<string, object>> = {
        email: {
          ...{ host: '127.0.0.1', port: mails.port, security: 'none', user: 'mailer', password: mails.habits.password },
          ...{ from: 'a@example.com', to: 'b@example.com' },
        },
        webhook: {
          url: `${sink.url}/${canary('webhook', 'c4nary-webhook-path')}`,
          signingKey: canary('key', 'c4nary-signing-key'),
        },
        slack: { url: `${sink.url}/${canary('slack', 'c4nary-slack-path')}` },
        discord: { url: `${sink.url}/${canary('discord', 'c4nary-discord-path')}` },
        telegram: { server: sink.url, botToken: token, chatId: '1' },
        teams: { url: `${sink.url}/${canary('teams', 'c4nary-teams-path')}` },
        ntfy: {
          server: sink.url,
          topic: canary('topic', 'c4nary_ntfy_topic'),
          token: canary('token', 'tk_c4nary_0123'),
        },
      };
      const told: string[] = [];
      const writes = [process.stdout, process.stderr].map((stream) => [stream, stream.write] as const);
      for (const [stream] of writes) stream.write = (chunk: string | Uint8Array) => told.push(String(chunk)) > 0;
      api.app.get(EventHub).events.subscribe((event) => told.push(JSON.stringify(event)));
      try {
        for (const { type } of channelTypes) {
          const config = settings[type]!;
          for (const status of [200, 401, 500]) {
            sink.answer = (request) => ({ status, body: `${request.path} ${request.body}` });
            told.push(JSON.stringify(await owner.post(`${path}/test`, { type, config })));
          }
          const { id } = await create({ type, config });
          told.push(
            JSON.stringify(await owner.post(`${path}/${id}/test`)),
            JSON.stringify(await owner.get(`${path}/${id}`)),
          );
          told.push(
            JSON.stringify(await owner.patch(`${path}/${id}`, { version: 1, config: { ...config, wrong: 1 } })),
          );
        }
      } finally {
        for (const [stream, write] of writes) stream.write = write;
        await mails.close();
      }
      expect(mails.mails.length).toBeGreaterThan(0);
      for (const at of [path, '/notifications/deliveries', '/audit']) told.push(JSON.stringify(await owner.get(at)));
      expect(canaries.in(told.join('\n'))).toEqual([]);
      const bodies = [...mails.mails.map(({ raw }) => raw), ...sink.requests.map((request) => request.body)];
      // ntfy is told its topic.
      expect(canaries.in(bodies.join('\n'), ['topic'])).toEqual([]);
      const files = readdirSync(api.config.dataFolder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(api.config.dataFolder, name))
        .filter((file) => !/lock/.test(file) && statSync(file).isFile());
      for (const file of files) expect([file, canaries.in(readFileSync(file))]).toEqual([file, []]);
    });
  });
});
