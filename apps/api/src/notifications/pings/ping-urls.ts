import { Injectable } from '@nestjs/common';
import { SecretBox } from '../../secrets/secret-box';
import { SecretError } from '../../secrets/secrets.errors';
import type { SchedulePing } from './schedule-ping.entity';

const placeOf = (rowId: string): { table: string; column: string; rowId: string } => ({
  table: 'schedule_pings',
  column: 'url',
  rowId,
});

/** Ping addresses, sealed for the database. */
@Injectable()
export class PingUrls {
  constructor(private readonly secrets: SecretBox) {}

  seal(id: string, url: string): Buffer {
    return this.secrets.seal(url, placeOf(id));
  }

  /** @throws SecretError */
  open({ id, url }: Pick<SchedulePing, 'id' | 'url'>): string {
    return this.secrets.open(url, placeOf(id));
  }

  /** The last four characters; null when it can't be unsealed. */
  hint(ping: SchedulePing): string | null {
    try {
      return this.open(ping).slice(-4);
    } catch (error) {
      if (error instanceof SecretError) return null;
      throw error;
    }
  }
}
