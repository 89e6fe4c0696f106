import { until } from '../../backups/testing/until';
import { Logger } from '@nestjs/common';
import type { Place } from '../../database/place';
import { claimMs, claimNext } from '../outbox/claim';
import type { Message } from '../message/message';
import { startHttpSink, type HttpSink } from './http-sink';
import { openNotifyWorld, type NotifyWorld } from './notify-world';

const minute = 60_000;
const failed = {
  status: 'failed',
  error: { code: 'CONNECTION_LOST', text: 'The connection broke off.', next: 'Try again.' },
  retriable: false,
} as const;

/** What the outbox promises, the same on both engines. */
export function describeOutbox(place: () => Place | undefined): void {
  let world: NotifyWorld;
  let sink: HttpSink;
  beforeEach(async () => {
    world = await openNotifyWorld({}, place());
    sink = await startHttpSink();
  });
  afterEach(async () => {
    await sink.close();
    await world.close();
  });

  const ids = (): string[] => sink.requests.map(({ headers }) => String(headers['webhook-id']));
  const hook = (path = '/'): Promise<{ id: string }> => world.addChannel('webhook', { url: `${sink.url}${path}` });
  /** Nothing listens there. */
  const deadHook = (): Promise<{ id: string }> => world.addChannel('webhook', { url: 'http://127.0.0.1:9/' });
  const states = async (lane?: string): Promise<string[]> => (await world.deliveries(lane)).map(({ state }) => state);

  it('P-NOTIFY-8 what happened reaches each channel that wants it, once, whoever does the turn', async () => {
    const project = await world.addProject('Shop');
    await hook('/all');
    await world.addChannel('webhook', { url: `${sink.url}/other` }, { kinds: ['backup.missed'] });
    await world.addChannel('webhook', { url: `${sink.url}/elsewhere` }, { projectIds: ['somebody-else'] });
    await world.addChannel('webhook', { url: `${sink.url}/off` }, { enabled: false });
    await world.runTo(failed, { project });
    const tellers = [world.teller(), world.teller(), world.teller()];
    await Promise.all(tellers.map((teller) => teller.turn()));
    await Promise.all(tellers.map((teller) => teller.turn()));
    expect(sink.requests.map(({ path }) => path)).toEqual(['/all']);
    const { type, data } = JSON.parse(sink.requests[0]!.body) as { type: string; data: Message };
    expect([type, data.subject, data.text]).toEqual([
      'backup.failed',
      'Failed: backup of Shop',
      'The connection broke off.',
    ]);
    expect(data.link).toMatch(/^https:\/\/stowbase\.example\/backups\/[0-9a-f-]{36}$/);
    expect(await states()).toEqual(['delivered']);
  });

  it('P-NOTIFY-25 many of a kind at once are one message that names them, others beside it are told by themselves', async () => {
    await hook();
    const names = Array.from({ length: 30 }, (_, n) => `Shop ${n + 1}`);
    for (const name of names) {
      const projectId = (await world.addProject(name)).id;
      await world.note({ kind: 'backup.missed', key: `backup.missed:${name}`, projectId });
    }
    await world.note({ kind: 'copy.damaged', key: 'copy.damaged:1' });
    await Promise.all([world.teller().turn(), world.teller().turn()]);
    await world.teller().turn();
    const told = sink.requests.map(({ body }) => (JSON.parse(body) as { data: Message }).data);
    const missed = told.filter(({ subject }) => /missed/i.test(subject));
    const counted = missed.map(({ subject }) => Number(/^(\d+) × Backup missed$/.exec(subject)?.[1] ?? 1));
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(30);
    expect(missed.length).toBeLessThan(12);
    expect(told.filter(({ subject }) => subject.startsWith('Damaged'))).toHaveLength(1);
    expect(missed[0]!.text).toContain('Missed: backup of Shop 1');
    expect(missed[0]!.ids).toEqual({ project: null, backup: null, destination: null, schedule: null });
  });

  it('what is noted twice is told once', async () => {
    await hook();
    for (let times = 0; times < 3; times += 1) await world.note({ kind: 'copy.damaged', key: 'copy.damaged:1' });
    await world.teller().turn();
    expect(ids()).toHaveLength(1);
  });

  it('one that can not be composed is told in the log, and keeps no other from being told', async () => {
    // As a newer version would note it, and an older one find it.
    const kind = 'backup.exploded' as never;
    const channel = await world.addChannel('webhook', { url: sink.url }, { kinds: [kind, 'backup.missed'] });
    const { dispatch, deliveries } = world.teller();
    await world.note({ kind, key: 'a' });
    await world.note({ kind: 'backup.missed', key: 'b' });
    Logger.overrideLogger(false);
    const { signal } = new AbortController();
    for (let times = 0; times < 2; times += 1) {
      await dispatch.dispatch(signal);
      await deliveries.begin(signal);
      await deliveries.settled();
    }
    Logger.overrideLogger(['error', 'warn']);
    expect(await states(channel.id)).toEqual(['delivered']);
  });

  it('F58 P-NOTIFY-9 with every channel dead a backup ends the same; what it has to tell is delivered once they are back', async () => {
    sink.answer = () => ({ status: 503 });
    const channel = await hook();
    const dead = await deadHook();
    const stored = await world.runTo('stored');
    const other = await world.runTo(failed);
    const teller = world.teller();
    await teller.turn();
    expect([(await world.run(stored)).status, (await world.run(other)).status]).toEqual(['succeeded', 'failed']);
    expect(await world.channel(channel.id)).toMatchObject({
      lastState: 'not_delivered',
      lastErrorCode: 'SERVER_TROUBLE',
    });
    expect(await world.channel(dead.id)).toMatchObject({ lastState: 'not_delivered', lastErrorCode: 'NOT_REACHED' });
    // Whoever is away is not asked for the second one as well.
    expect(ids()).toHaveLength(1);
    await teller.turn();
    expect(ids()).toHaveLength(1);
    sink.answer = () => ({ status: 200 });
    world.clock.aheadMs = minute;
    await teller.turn();
    expect(await states(channel.id)).toEqual(['delivered', 'delivered']);
    expect(new Set(ids()).size).toBe(2);
    expect(await world.channel(channel.id)).toMatchObject({
      lastState: 'delivered',
      failingSince: null,
      lastErrorCode: null,
    });
    expect(await states(dead.id)).toEqual(['waiting', 'waiting']);
  });

  it('F58 P-NOTIFY-9 a channel that never answers holds up no other', async () => {
    sink.answer = ({ path }) => (path === '/silent' ? undefined : { status: 200 });
    const silent = await hook('/silent');
    const good = await hook('/good');
    await world.note({ kind: 'backup.missed', key: 'a' });
    const { dispatch, deliveries } = world.teller();
    const stop = new AbortController();
    await dispatch.dispatch(stop.signal);
    await deliveries.begin(stop.signal);
    await until(() => sink.requests.length === 2);
    await world.note({ kind: 'backup.missed', key: 'b' });
    await dispatch.dispatch(stop.signal);
    await until(async () => {
      await deliveries.begin(stop.signal);
      return (await states(good.id)).join() === 'delivered,delivered';
    });
    expect(await states(silent.id)).toEqual(['waiting', 'waiting']);
    stop.abort();
    await deliveries.settled();
    expect(await world.channel(silent.id)).toMatchObject({ lastState: null });
    expect((await world.deliveries(silent.id)).map(({ attempts, claim }) => [attempts, claim])).toEqual([
      [0, null],
      [0, null],
    ]);
  });

  it('P-NOTIFY-10 a process that dies between sending and noting it loses nothing: it is sent again, with the same id', async () => {
    const channel = await hook();
    await world.note({ kind: 'backup.missed', key: 'a' });
    const first = world.teller();
    await first.dispatch.dispatch(new AbortController().signal);
    const lane = { lane: channel.id, target: 'channel' } as const;
    const claimed = await world.database.write((manager) => claimNext(manager, lane, new Date()));
    const settings = { url: `${sink.url}/` };
    expect(await first.sender.send('webhook', settings, claimed!.message as Message, [])).toEqual({ error: null });
    const second = world.teller();
    await second.turn();
    // It may still be alive.
    expect(ids()).toHaveLength(1);
    world.clock.aheadMs = claimMs + 1_000;
    await second.turn();
    expect([ids().length, new Set(ids()).size]).toEqual([2, 1]);
    expect(await states()).toEqual(['delivered']);
    await second.turn();
    expect(ids()).toHaveLength(2);
  });

  it('P-NOTIFY-11 it is tried for a day with growing pauses, then given up where everybody sees it', async () => {
    sink.answer = () => ({ status: 500 });
    const channel = await hook();
    await world.note({ kind: 'backup.missed', key: 'a' });
    const teller = world.teller();
    const tries: number[] = [];
    while (tries.length < 100) {
      await teller.turn();
      tries.push(world.clock.aheadMs / 1_000);
      expect(sink.requests).toHaveLength(tries.length);
      const [delivery] = await world.deliveries();
      if (delivery?.state !== 'waiting') break;
      // Not before: one second earlier nothing happens.
      const wait = delivery.nextTryAt.getTime() - Date.now();
      world.clock.aheadMs = wait - 2_000;
      await teller.turn();
      expect(sink.requests).toHaveLength(tries.length);
      world.clock.aheadMs = wait + 500;
    }
    const pauses = tries.slice(1).map((at, index) => Math.round((at - tries[index]!) / 10) * 10);
    expect(pauses.slice(0, 8)).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600]);
    expect(Math.max(...pauses)).toBe(3_600);
    expect(tries.at(-1)!).toBeGreaterThanOrEqual(86_400);
    expect(tries.at(-1)!).toBeLessThan(86_400 + 2 * 3_600);
    expect((await world.deliveries())[0]).toMatchObject({ state: 'not_delivered', errorCode: 'SERVER_TROUBLE' });
    expect(await world.channel(channel.id)).toMatchObject({ lastState: 'not_delivered' });
    expect((await world.channel(channel.id)).failingSince!.getTime()).toBeLessThan(Date.now() + minute);
  });

  it('P-NOTIFY-11 what is refused for good is given up at once, and the next message is tried', async () => {
    const channel = await hook();
    sink.answer = () => ({ status: sink.requests.length === 1 ? 422 : 200 });
    await world.note({ kind: 'backup.missed', key: 'a' });
    await world.note({ kind: 'backup.missed', key: 'b' });
    await world.teller().turn();
    expect((await states(channel.id)).sort()).toEqual(['delivered', 'not_delivered']);
  });

  it('P-NOTIFY-5 nothing is sent before the time that a channel asked for', async () => {
    sink.answer = () => ({ status: 429, headers: { 'retry-after': '600' } });
    await hook();
    await world.note({ kind: 'backup.missed', key: 'a' });
    const teller = world.teller();
    await teller.turn();
    world.clock.aheadMs = 5 * minute;
    await world.note({ kind: 'backup.missed', key: 'b' });
    await teller.turn();
    expect(ids()).toHaveLength(1);
    sink.answer = () => ({ status: 200 });
    world.clock.aheadMs = 10 * minute + 1_000;
    await teller.turn();
    expect(await states()).toEqual(['delivered', 'delivered']);
  });
}
