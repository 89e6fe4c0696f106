import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, Optional, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { Database } from '../../database/database';
import { EventHub } from '../event-hub';
import { Listener, type ListenerTimes } from './listener';
import { Outbox } from './outbox';
import { pack, Unpacking, type Message } from './parcels';

/** DI token of {@link ListenerTimes}; left out: the standard ones. */
export const LISTENER_TIMES = Symbol('LISTENER_TIMES');

const channel = 'stowbase_events';

/** What happens within this time is told at once: one question to the database for all of it. Milliseconds. */
const gatherMs = 50;
const againMs = 1_000;

/**
 * Tells the other processes at the same PostgreSQL server what happens here, and hears what happens there (LISTEN, NOTIFY), so that a
 * browser sees a backup that runs in another process. Nothing depends on it: the rows say what is right, and what was missed makes readers
 * fetch everything again.
 */
@Injectable()
export class EventRelay implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Events');
  private readonly name = randomBytes(6).toString('hex');
  private readonly outbox = new Outbox();
  private readonly unpacking = new Unpacking(this.name);
  private readonly over = new AbortController();
  private listener: Listener | null = null;
  private subscription: Subscription | null = null;
  private sending: Promise<void> | null = null;
  private number = 0;

  constructor(
    private readonly database: Database,
    private readonly hub: EventHub,
    @Optional() @Inject(LISTENER_TIMES) private readonly times?: ListenerTimes,
  ) {}

  async onModuleInit(): Promise<void> {
    const { place } = this.database;
    if (place.engine !== 'postgres') return;
    this.listener = new Listener(
      place.connection,
      channel,
      (payload) => this.heard(this.unpacking.add(payload)),
      () => this.hub.miss(),
      this.times,
    );
    await this.listener.start();
    this.subscription = this.hub.own.subscribe((event) => this.tell({ event }));
    this.subscription.add(this.hub.signalled.subscribe((signal) => this.tell({ signal })));
  }

  /** When the last backup has ended: how it did is told, too. */
  async onApplicationShutdown(): Promise<void> {
    this.over.abort();
    this.subscription?.unsubscribe();
    await this.sending;
    await this.listener?.stop();
  }

  private heard(message: Message | null): void {
    if (message === null) return;
    if ('event' in message) this.hub.hear(message.event);
    else if ('signal' in message) this.hub.signals.next(message.signal);
    else this.hub.miss();
  }

  private tell(message: Message): void {
    this.outbox.add(message);
    this.sending ??= this.send().finally(() => {
      this.sending = null;
    });
  }

  private async send(): Promise<void> {
    await this.pause(gatherMs);
    while (!this.outbox.isEmpty) {
      const messages = this.outbox.take();
      try {
        await this.notify(messages.flatMap((message) => pack(this.name, (this.number += 1), message)));
      } catch (error) {
        this.outbox.lose();
        if (this.over.signal.aborted) return;
        this.logger.debug(`Other processes could not be told: ${error instanceof Error ? error.message : ''}`);
        await this.pause(againMs);
      }
    }
  }

  private async notify(payloads: readonly string[]): Promise<void> {
    await this.database.read.query('SELECT pg_notify($1, told) FROM unnest($2::text[]) AS told', [channel, payloads]);
  }

  private pause(ms: number): Promise<void> {
    return delay(ms, undefined, { signal: this.over.signal }).catch(() => undefined);
  }
}
