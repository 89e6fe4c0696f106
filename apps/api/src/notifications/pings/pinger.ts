import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import type { Outgoing } from '../../outgoing/outgoing';
import { OUTGOING } from '../../outgoing/outgoing.module';
import { noteLastDelivery } from '../outbox/note-last-delivery';
import { problemOf, type SendResult } from '../outbox/sender';
import { PingUrls } from './ping-urls';
import { SchedulePing } from './schedule-ping.entity';
import { SchedulePings } from './schedule-pings';
import { sendPing, type Ping } from './send-ping';

/** Sends pings and says what became of them. */
@Injectable()
export class Pinger {
  constructor(
    private readonly database: Database,
    private readonly pings: SchedulePings,
    private readonly urls: PingUrls,
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
  ) {}

  /** @throws ApiError `PING_NOT_FOUND`, SecretError */
  async test(id: string): Promise<SendResult & { readonly at: Date; readonly ms: number }> {
    const row = await this.pings.get(id);
    const begun = performance.now();
    const at = await this.database.now();
    const result = await this.send(row, {
      signal: 'success',
      backupId: randomUUID(),
      text: 'A test of the ping address.',
    });
    await this.database.write((manager) => noteLastDelivery(manager, SchedulePing, id, result, at));
    return { ...result, at, ms: Math.round(performance.now() - begun) };
  }

  /** @throws SecretError */
  async send(row: SchedulePing, ping: Ping, stop?: AbortSignal): Promise<SendResult> {
    const url = this.urls.open(row);
    try {
      await sendPing(this.outgoing, url, ping, stop);
      return { error: null };
    } catch (error) {
      return { error: problemOf(error) };
    }
  }
}
