/** What a program decides by: `wrong-use` is the person's input, `refused` and `conflict` were said before anything was changed. */
export type RestoreErrorKind =
  'wrong-use' | 'refused' | 'conflict' | 'unfinished' | 'failed' | 'different' | 'cancelled' | 'defect';

const kindOfCode = {
  NOTHING_TO_RESTORE: 'wrong-use',
  TABLE_NOT_IN_ARCHIVE: 'wrong-use',
  SELECTION_INVALID: 'wrong-use',
  SELECTION_NEEDS_MORE: 'refused',
  CONFIRMATION_WRONG: 'wrong-use',
  JOBS_NOT_POSSIBLE: 'wrong-use',
  RESUME_NOTHING: 'wrong-use',
  RESUME_OTHER_PARTS: 'wrong-use',
  ORIGIN_DIFFERENT: 'refused',
  TARGET_HAS_OBJECTS: 'refused',
  TARGET_IS_SOURCE: 'refused',
  TARGET_OLDER: 'refused',
  TARGET_TOO_OLD: 'refused',
  TARGET_READ_ONLY: 'refused',
  TARGET_RIGHTS_MISSING: 'refused',
  TARGET_LACKS_TABLES: 'refused',
  SAFETY_BACKUP_MISSING: 'refused',
  SAFETY_BACKUP_FAILED: 'refused',
  RESTORE_UNFINISHED: 'unfinished',
  RESTORE_OTHER_ARCHIVE: 'unfinished',
  PLAN_CONFLICTS: 'conflict',
  REPLACE_BLOCKED: 'conflict',
  STATEMENT_FAILED: 'failed',
  ROWS_REJECTED: 'failed',
  RESTORE_INTERRUPTED: 'failed',
  ROWS_MISSING: 'different',
  RESTORE_DIFFERENT: 'different',
  CANCELLED: 'cancelled',
  RESTORE_DEFECT: 'defect',
} as const satisfies Record<string, RestoreErrorKind>;

/** Public and stable, listed in docs/cli.md. */
export type RestoreErrorCode = keyof typeof kindOfCode;

/** Where in the archive a statement that failed stands. `statement` counts from 1 inside the member; `line` is that of a COPY's rows. */
export interface StatementPlace {
  readonly member: string;
  readonly statement: number | null;
  readonly table: string | null;
  readonly line: number | null;
}

export interface RestoreErrorOptions {
  readonly cause?: unknown;
  /** The server's own words and the statement's first line; no rows, no secret. */
  readonly detail?: string;
  readonly place?: StatementPlace;
  /** What to do with a target that was left closed in step mode. */
  readonly closedSchemas?: readonly string[];
}

/** `message` is one sentence: what happened and where, and whether the target is as it was. `nextStep` is one: what to do. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
  readonly kind: RestoreErrorKind;
  readonly detail?: string;
  readonly place?: StatementPlace;
  readonly closedSchemas?: readonly string[];

  constructor(
    readonly code: RestoreErrorCode,
    message: string,
    readonly nextStep: string,
    options: RestoreErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kindOfCode[code];
    if (options.detail !== undefined) this.detail = options.detail;
    if (options.place !== undefined) this.place = options.place;
    if (options.closedSchemas !== undefined) this.closedSchemas = options.closedSchemas;
  }
}
