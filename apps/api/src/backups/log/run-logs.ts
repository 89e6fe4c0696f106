import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database';
import { EventHub } from '../../events/event-hub';
import { RunLogLine } from '../run-log.entity';
import { withPatience } from '../with-patience';
import { RunLog, type LogLine } from './run-log';

/** Rows of one INSERT: a transaction stays short. */
const batch = 100;

/** A log that is open for writing. `stored` resolves when every line so far is stored or given up; it never rejects. */
export interface OpenLog {
  readonly log: RunLog;
  stored(): Promise<void>;
}

/** Opens the logs of runs. A line is told to the browser at once and stored soon after; a log that can't be stored never ends a run. */
@Injectable()
export class RunLogs {
  private readonly logger = new Logger('RunLog');

  constructor(
    private readonly database: Database,
    private readonly events: EventHub,
  ) {}

  async open(backupId: string, secrets: readonly string[]): Promise<OpenLog> {
    const already = await this.database.read.countBy(RunLogLine, { backupId });
    const store = new LineStore(this.database, backupId, (error) =>
      this.logger.warn(`Lines of the log of backup ${backupId} could not be stored: ${nameOf(error)}`),
    );
    const keep = (line: LogLine): void => {
      this.events.publish({ type: 'backup.log', id: backupId, data: { ...line } });
      store.add(line);
    };
    return { log: new RunLog({ already, secrets, now: () => new Date(), keep }), stored: () => store.drained() };
  }
}

/** Stores lines in their order, as many at once as have come in while the last ones were stored. */
class LineStore {
  private waiting: LogLine[] = [];
  private storing: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly backupId: string,
    private readonly failed: (error: unknown) => void,
  ) {}

  add(line: LogLine): void {
    this.waiting.push(line);
    this.storing ??= this.storeAll();
  }

  async drained(): Promise<void> {
    while (this.storing !== null) await this.storing;
  }

  private async storeAll(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        const rows = this.waiting.splice(0, batch).map((line) => ({ ...line, backupId: this.backupId }));
        await withPatience(() =>
          this.database.write((manager) =>
            manager.createQueryBuilder().insert().into(RunLogLine).values(rows).updateEntity(false).execute(),
          ),
        );
      }
    } catch (error) {
      // A full disk or a lost database: the run's own state says more, and must not depend on its log.
      this.waiting = [];
      this.failed(error);
    } finally {
      this.storing = null;
    }
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
