import type { ServerResponse } from 'node:http';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import type { Actor } from '../accounts/access';
import { CurrentRole } from '../accounts/guard/current-role.service';
import { fail as failCommon } from '../errors/common.errors';
import { EventHub } from './event-hub';
import { EventLog } from './event-log';
import { EVENT_SETTINGS, type EventSettings } from './event-settings';
import { EventStream } from './event-stream';
import { fail } from './events.errors';

/** Every open stream of events of this process. */
@Injectable()
export class EventStreams implements OnModuleInit, OnModuleDestroy {
  readonly log: EventLog;
  private readonly logger = new Logger('Events');
  private readonly streams = new Set<EventStream>();
  private subscription: Subscription | null = null;
  private ticker: NodeJS.Timeout | null = null;
  private ticking: Promise<void> | null = null;
  private stopped = false;

  constructor(
    private readonly hub: EventHub,
    @Inject(CurrentRole) private readonly roles: Pick<CurrentRole, 'of'>,
    @Inject(EVENT_SETTINGS) private readonly settings: EventSettings,
  ) {
    this.log = new EventLog(settings);
  }

  get size(): number {
    return this.streams.size;
  }

  onModuleInit(): void {
    this.subscription = this.hub.events.subscribe((event) => {
      this.log.add(event);
      for (const stream of this.streams) stream.flow();
    });
    this.subscription.add(
      this.hub.gaps.subscribe(() => {
        this.log.forget();
        for (const stream of this.streams) stream.reset();
      }),
    );
  }

  /** At once, before running backups get their time to finish. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    this.subscription?.unsubscribe();
    this.stopTicking();
    for (const stream of this.streams) stream.end('stopping');
    await this.ticking;
  }

  /** @throws ApiError `TOO_MANY_STREAMS`, `NOT_READY`: the service stops */
  refuse({ userId }: Pick<Actor, 'userId'>): void {
    if (this.stopped) throw failCommon('NOT_READY', 'The service is stopping.', { nextStep: 'Come back in a minute.' });
    const { streamsPerUser: most } = this.settings;
    const own = [...this.streams].filter(({ actor }) => actor.userId === userId).length;
    if (own >= most)
      throw fail('TOO_MANY_STREAMS', `There are ${own} streams of events open for this user already.`, {
        nextStep: 'Close some tabs or scripts, or ask for /api/summary once a minute.',
      });
  }

  /** From now on the response is the stream's. @param lastId the last id that the reader has seen */
  begin(actor: Actor, response: ServerResponse, lastId: string | undefined): void {
    const stream = new EventStream(actor, this.log, response, this.settings.patience, this.log.resume(lastId));
    this.streams.add(stream);
    response.once('close', () => {
      this.streams.delete(stream);
      if (this.streams.size === 0) this.stopTicking();
    });
    this.ticker ??= setInterval(() => void this.tick(), this.settings.pingMs).unref();
  }

  /** Pings every stream; those of people who may not read it any more end. Never rejects. */
  tick(): Promise<void> {
    this.ticking ??= this.tickAll().finally(() => {
      this.ticking = null;
    });
    return this.ticking;
  }

  private async tickAll(): Promise<void> {
    const known = new Map<string, boolean>();
    for (const stream of this.streams) {
      const { sessionId, tokenId } = stream.actor;
      const key = `${sessionId} ${tokenId}`;
      const allowed = known.get(key) ?? (await this.mayRead(stream.actor));
      known.set(key, allowed);
      if (allowed) stream.ping();
      else stream.end('signed_out');
    }
  }

  private async mayRead(actor: Actor): Promise<boolean> {
    try {
      return (await this.roles.of(actor)) !== null;
    } catch (error) {
      // A database in trouble says nothing about anybody's rights; the next tick asks again.
      this.logger.warn(`Whether streams may go on could not be asked: ${error instanceof Error ? error.name : ''}`);
      return true;
    }
  }

  private stopTicking(): void {
    if (this.ticker !== null) clearInterval(this.ticker);
    this.ticker = null;
  }
}
