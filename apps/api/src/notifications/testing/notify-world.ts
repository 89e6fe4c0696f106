import { randomBytes, randomUUID } from 'node:crypto';
import { openRunWorld, someFacts, type RunWorld } from '../../backups/testing/run-world';
import type { Claim, NewRun, Outcome } from '../../backups/transitions/claim';
import type { RunPolicy } from '../../backups/transitions/run-policy';
import type { Place } from '../../database/place';
import { EventHub } from '../../events/event-hub';
import { nameKey } from '../../names/names';
import { Outgoing } from '../../outgoing/outgoing';
import { AppKey } from '../../secrets/app-key';
import { EnvelopeSecretBox } from '../../secrets/envelope-secret-box';
import type { ChannelSettings } from '../channels/channel-type';
import { NotificationEvent } from '../notification-event.entity';
import { occurrenceKinds, type Occurrence } from '../occurrence';
import { noteOccurrence } from '../occurrence';
import { Deliveries } from '../outbox/deliveries';
import { Delivery } from '../outbox/delivery.entity';
import { DeliveryMeter } from '../outbox/delivery-meter';
import { Dispatch } from '../outbox/dispatch';
import { neverSent } from '../outbox/last-delivery';
import { Sender } from '../outbox/sender';
import { Pinger } from '../pings/pinger';
import { PingUrls } from '../pings/ping-urls';
import { ChannelEvents } from '../records/channel-events';
import { ChannelSettingsBox } from '../records/channel-settings';
import { Channel } from '../records/channel.entity';

/** One process that tells: several of them may share the records. */
export interface Teller {
  readonly dispatch: Dispatch;
  readonly deliveries: Deliveries;
  readonly sender: Sender;
  /** One turn of the background work, and all that it began. */
  turn(): Promise<void>;
}

/** The real tables with all that ends runs and tells of it, without the rest of the service. */
export interface NotifyWorld extends RunWorld {
  readonly urls: PingUrls;
  teller(): Teller;
  addChannel(type: string, settings: ChannelSettings, change?: Partial<Channel>): Promise<Channel>;
  note(occurrence: Occurrence): Promise<void>;
  /** Asks for a run, begins it, and ends it so. */
  runTo(end: 'stored' | 'partly' | 'gaps' | Outcome, change?: Partial<NewRun>, rawBytes?: number): Promise<string>;
  channel(id: string): Promise<Channel>;
  deliveries(lane?: string): Promise<Delivery[]>;
  events(): Promise<string[]>;
}

export const publicUrl = new URL('https://stowbase.example/');

export async function openNotifyWorld(policy: Partial<RunPolicy> = {}, place?: Place): Promise<NotifyWorld> {
  const world = await openRunWorld(policy, place);
  const { database, clock, transitions } = world;
  const secrets = new EnvelopeSecretBox(new AppKey(randomBytes(32)));
  const outgoing = new Outgoing({ allowPrivateNetworks: true });
  const settings = new ChannelSettingsBox(secrets, outgoing);
  const urls = new PingUrls(secrets);
  const teller = (): Teller => {
    const sender = new Sender(outgoing, { publicUrl } as ConstructorParameters<typeof Sender>[1]);
    const dispatch = new Dispatch(database, clock, { publicUrl });
    const pinger = new Pinger(database, null as never, urls, outgoing);
    const deliveries = new Deliveries(
      database,
      clock,
      sender,
      pinger,
      settings,
      new DeliveryMeter(database),
      new ChannelEvents(new EventHub()),
      () => 0,
    );
    const turn = async (): Promise<void> => {
      const { signal } = new AbortController();
      await dispatch.dispatch(signal);
      await deliveries.begin(signal);
      await deliveries.settled();
    };
    return { dispatch, deliveries, sender, turn };
  };

  const begun = async (change: Partial<NewRun>): Promise<Claim> => {
    await transitions.enqueue(await world.request(change));
    const claim = await transitions.claimNext();
    if (claim === null) throw new Error('no run to begin');
    return claim;
  };
  const runTo: NotifyWorld['runTo'] = async (end, change = {}, rawBytes = someFacts.rawBytes) => {
    const claim = await begun(change);
    if (typeof end === 'object') {
      await transitions.finish(claim, end);
      return claim.backupId;
    }
    for (const { id } of claim.copies) await transitions.copyUploading(claim, id, `key-${id}.tar`, {});
    const gaps = end === 'gaps' ? [{ component: 'Storage files', status: 'failed', reason: 'no key' }] : [];
    await transitions.beginCommitting(claim, { ...someFacts, rawBytes, gaps });
    for (const [index, { id }] of claim.copies.entries())
      await transitions.copySettled(
        claim,
        id,
        end === 'partly' && index === 0
          ? { status: 'failed', code: 'STORAGE_FULL', text: 'The disk is full.' }
          : { status: 'stored', object: { size: 1024 }, sha256: 'a'.repeat(64) },
      );
    await transitions.finish(claim, { status: 'succeeded' });
    return claim.backupId;
  };

  return {
    ...world,
    urls,
    teller,
    runTo,
    addChannel: async (type, config, change = {}) => {
      const id = randomUUID();
      const now = new Date(Date.now() - 60_000);
      const channel: Channel = {
        ...{ id, name: `Channel ${id}`, nameKey: nameKey(`Channel ${id}`), type, config: settings.seal(id, config) },
        ...{ enabled: true, kinds: [...occurrenceKinds], projectIds: null, timeZone: 'Europe/Berlin' },
        ...{ digest: 'off', digestHour: 8, digestWeekday: 1, digestSince: now },
        ...neverSent,
        ...{ version: 1, createdAt: now, updatedAt: now },
        ...change,
      };
      await database.write((manager) => manager.insert(Channel, channel));
      return channel;
    },
    note: (occurrence) =>
      database.write(async (manager) => noteOccurrence(manager, occurrence, await clock.now(manager))),
    channel: (id) => database.read.findOneByOrFail(Channel, { id }),
    deliveries: (lane) =>
      database.read.find(Delivery, {
        ...(lane === undefined ? {} : { where: { lane } }),
        order: { createdAt: 'ASC', id: 'ASC' },
      }),
    events: async () =>
      (await database.read.find(NotificationEvent, { order: { createdAt: 'ASC', kind: 'ASC' } })).map(
        ({ kind }) => kind,
      ),
  };
}
