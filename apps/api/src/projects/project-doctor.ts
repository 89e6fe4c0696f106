import { Inject, Injectable } from '@nestjs/common';
import { runDoctor, type DoctorReport } from '@stowbase/postgres';
import pLimit from 'p-limit';
import { CONFIG, type Config } from '../config/config';
import type { Outgoing } from '../outgoing/outgoing';
import { OUTGOING } from '../outgoing/outgoing.module';
import type { ReadConnection } from './read-connection';

/** At once: each has up to two connections. */
const atOnce = 4;

/** Checks connections through the outgoing guard. */
@Injectable()
export class ProjectDoctor {
  private readonly limit = pLimit(atOnce);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(OUTGOING) private readonly outgoing: Outgoing,
  ) {}

  /** Never throws for what it finds. */
  async examine({
    settings,
    allowInsecure,
  }: Pick<ReadConnection, 'settings' | 'allowInsecure'>): Promise<DoctorReport> {
    return this.limit(() =>
      runDoctor(settings, {
        allowInsecure,
        connect: this.outgoing.connect,
        lookup: this.outgoing.lookup,
        ...(this.config.clientDirs.length === 0 ? {} : { clientDirs: this.config.clientDirs }),
      }),
    );
  }
}
