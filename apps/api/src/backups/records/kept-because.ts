import { Injectable } from '@nestjs/common';
import type { Backup } from '../backup.entity';
import type { CopyRetentionDto } from './backup.dto';

/** Tells why the copies of a backup are kept, and when they go. */
export type KeptSource = (backup: Backup) => Promise<CopyRetentionDto[]>;

/** Retention registers: this module doesn't know it. */
@Injectable()
export class KeptBecause {
  private source: KeptSource = () => Promise.resolve([]);

  /** To be called while the module is being made (`onModuleInit`). */
  register(source: KeptSource): void {
    this.source = source;
  }

  /** Of each copy that lies somewhere. */
  of(backup: Backup): Promise<CopyRetentionDto[]> {
    return this.source(backup);
  }
}
