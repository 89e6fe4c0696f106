import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { StorageError } from '@stowbase/storage';
import { IsNull, Not } from 'typeorm';
import { Database } from '../database/database';
import { DestinationEvents } from './destination-events.service';
import { Destination, type DestinationProblem } from './destination.entity';

/** What an error at a destination needs somebody for. What may go away by itself is told by the backup alone. */
const needsSomebody = new Set<StorageError['kind']>(['auth', 'quota', 'invalid-config']);

/** Keeps what a destination had trouble with when it was used, so that it is shown before the next backup fails by it. */
@Injectable()
export class DestinationProblems implements OnModuleDestroy {
  private readonly logger = new Logger('Destinations');
  private readonly writing = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly events: DestinationEvents,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await this.settled();
  }

  /** When all that was noted is written. */
  async settled(): Promise<void> {
    await Promise.all(this.writing);
  }

  /** @param error as it was thrown, without secrets; what needs nobody is passed over */
  note(id: string, error: unknown): void {
    if (!(error instanceof StorageError) || !needsSomebody.has(error.kind)) return;
    this.tell(id, error);
  }

  /** Something that needs somebody, until the next backup is stored there. */
  tell(id: string, { code, message: text, nextStep }: Readonly<Record<'code' | 'message' | 'nextStep', string>>): void {
    this.write(id, { code, text, nextStep, at: new Date().toISOString() });
  }

  /** Something was stored there: whatever was wrong is mended. */
  mended(id: string): void {
    this.write(id, null);
  }

  private write(id: string, problem: DestinationProblem | null): void {
    const work = this.keep(id, problem)
      // A backup must not fail by what is only told about its destination.
      .catch((error: unknown) => this.logger.warn(`A problem could not be kept: ${String(error)}`))
      .finally(() => this.writing.delete(work));
    this.writing.add(work);
  }

  private async keep(id: string, problem: DestinationProblem | null): Promise<void> {
    const before = await this.database.read.findOneBy(Destination, { id });
    if (before === null || before.problem?.code === problem?.code) return;
    const where = problem === null ? { id, problem: Not(IsNull()) } : { id };
    await this.database.write((manager) => manager.update(Destination, where, { problem }));
    const after = await this.database.read.findOneBy(Destination, { id });
    if (after !== null) this.events.changed(after);
  }
}
