import type { Place } from '../../database/place';
import { insertSchedule } from '../../scheduler/testing/insert-schedule';
import { neverSent } from '../outbox/last-delivery';
import { SchedulePing } from '../pings/schedule-ping.entity';
import { startHttpSink, type HttpSink } from './http-sink';
import { openNotifyWorld, type NotifyWorld } from './notify-world';

const minute = 60_000;
const failed = {
  status: 'failed',
  error: { code: 'CONNECTION_LOST', text: 'The connection broke off.', next: 'Try again.' },
  retriable: false,
} as const;

/** What a schedule reports to whoever watches that it runs: the same on both engines. */
export function describePings(place: () => Place | undefined): void {
  let world: NotifyWorld;
  let sink: HttpSink;
  let schedule: { id: string; slot: Date };
  let project: { id: string; name: string };
  beforeEach(async () => {
    world = await openNotifyWorld({}, place());
    sink = await startHttpSink();
    project = await world.addProject('Shop');
    const { id } = await insertSchedule(world.database, { projectId: project.id, effectiveFrom: new Date() });
    schedule = { id, slot: new Date('2026-11-28T02:30:00Z') };
  });
  afterEach(async () => {
    await sink.close();
    await world.close();
  });

  const pinged = (change: Partial<SchedulePing> = {}, url = `${sink.url}/ping/abc/?key=1`): Promise<unknown> => {
    const now = new Date();
    const values = { ...neverSent, tellsStart: true, version: 1, createdAt: now, updatedAt: now };
    const row = { ...values, id: schedule.id, url: world.urls.seal(schedule.id, url), ...change };
    return world.database.write((manager) => manager.insert(SchedulePing, row));
  };
  const run = (end: Parameters<NotifyWorld['runTo']>[0]): Promise<string> => {
    schedule = { ...schedule, slot: new Date(schedule.slot.getTime() + minute) };
    return world.runTo(end, { project, trigger: 'schedule', schedule });
  };
  const paths = (): string[] => sink.requests.map(({ path }) => path);

  it('P-NOTIFY-17 start, success and failure of its runs are reported as Healthchecks takes them', async () => {
    await pinged();
    const claimed = world.teller();
    const request = await world.request({ project, trigger: 'schedule', schedule });
    const { id } = await world.transitions.enqueue(request);
    await world.transitions.claimNext();
    await claimed.turn();
    expect(paths()).toEqual([`/ping/abc/start?key=1&rid=${id}`]);
    expect(sink.requests[0]).toMatchObject({ method: 'POST', body: 'Begin of the backup of Shop' });
    const claim = await world.transitions.takeOver({ backupId: id, token: 1 });
    expect(claim).toBeNull();
    await world.transitions.interrupt({ backupId: id, token: 1 }, { code: 'X', text: 'Gone.', next: '' });
    await world.transitions.claimNext();
    await world.transitions.interrupt({ backupId: id, token: 3 }, { code: 'X', text: 'Gone.', next: '' });
    await claimed.turn();
    expect(paths().slice(1)).toEqual([`/ping/abc/fail?key=1&rid=${id}`]);
    expect(sink.requests[1]!.body).toBe('Failed backup of Shop: Gone.');
    const good = await run('stored');
    await claimed.turn();
    expect(paths().slice(2)).toEqual([`/ping/abc/?key=1&rid=${good}`]);
  });

  it('P-NOTIFY-17 only the end, when it asks for that; and nothing for runs that no schedule began', async () => {
    await pinged({ tellsStart: false });
    await run('stored');
    await world.runTo('stored', { project });
    await world.teller().turn();
    expect(paths()).toEqual([expect.stringMatching(/^\/ping\/abc\/\?key=1&rid=/)]);
  });

  it('F58 P-NOTIFY-18 an address that is away changes no result; the newest is reported once it is back, and nothing older', async () => {
    await pinged();
    sink.answer = () => ({ status: 500 });
    const bad = await run(failed);
    const teller = world.teller();
    await teller.turn();
    expect((await world.run(bad)).status).toBe('failed');
    const good = await run('stored');
    await teller.turn();
    const row = await world.database.read.findOneByOrFail(SchedulePing, { id: schedule.id });
    expect(row).toMatchObject({ lastState: 'not_delivered', lastErrorCode: 'SERVER_TROUBLE' });
    sink.requests.splice(0);
    sink.answer = () => ({ status: 200 });
    world.clock.aheadMs = minute;
    await teller.turn();
    expect(paths()).toEqual([`/ping/abc/?key=1&rid=${good}`]);
    const states = (await world.deliveries(schedule.id)).map(({ state }) => state);
    expect(states.filter((state) => state === 'delivered')).toHaveLength(1);
    expect(states).not.toContain('waiting');
  });

  it('P-NOTIFY-18 its address is not stored in the clear', async () => {
    await pinged();
    const rows: Record<string, unknown>[] = await world.database.read.query('SELECT * FROM schedule_pings');
    // Sealed addresses are bytes: read as text, one that is stored as it is would show.
    const stored = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (Buffer.isBuffer(value) ? value.toString('latin1') : String(value)));
    expect(stored.length).toBeGreaterThan(5);
    for (const value of stored) expect(value).not.toContain('/ping/abc');
  });
}
