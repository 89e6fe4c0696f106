import type { ObjectLiteral } from 'typeorm';

/**
 * The records as they would be with nothing under way: what goes on at the moment of the backup is not going on when they come back. A
 * run that hasn't ended is no backup; should its archive be complete, an import finds it.
 */
export class AtRest {
  private readonly unended = new Set<string>();

  constructor(private readonly now: Date) {}

  /** Null: it is left out. */
  of(table: string, row: ObjectLiteral): ObjectLiteral | null {
    switch (table) {
      case 'backups':
        return this.unended.has(String(row['id'])) ? null : row;
      case 'backup_copies':
        return this.unended.has(String(row['backupId'])) ? null : this.copy(row);
      case 'checks':
        return row['status'] === 'queued' || row['status'] === 'running' ? null : row;
      case 'self_backups':
        return row['status'] === 'queued' ? null : ended(row, this.now);
      case 'self_backup_copies':
        return row['status'] === 'uploading' ? { ...row, status: 'stored', uploadState: null } : row;
      default:
        return row;
    }
  }

  /** Before the first row: a run that hasn't ended. */
  note(id: string): void {
    this.unended.add(id);
  }

  /** One on its way from another destination; what it left there is removed by the first sweep. */
  private copy(row: ObjectLiteral): ObjectLiteral {
    if (row['status'] !== 'pending' && row['status'] !== 'uploading') return row;
    const error = { errorCode: 'RUN_INTERRUPTED', errorText: 'The service ended before this copy was complete.' };
    return { ...row, ...error, status: 'failed', retryAt: this.now };
  }
}

/** The one that is being made is this one: whoever reads it knows that it was stored, and nobody must take its file for a leftover. */
const ended = (row: ObjectLiteral, finishedAt: Date): ObjectLiteral =>
  row['status'] === 'running' ? { ...row, status: 'succeeded', finishedAt, leaseUntil: null } : row;
