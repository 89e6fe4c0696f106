import type { RestoreScript } from '../script/restore-script';
import type { RestoreMode, Selection, RestoreWarning } from '../request';
import type { TargetKind } from '../target/target-facts';
import type { TableName } from '../table-name';

/**
 * `create`: it is not there. `skip`: it is there and stays, or it can't or need not be restored here. `rewrite`: created, but not as
 * the archive has it. `replace`: it is there and is dropped first. `conflict`: it is there, and the mode doesn't allow that.
 */
export type PlanAction = 'create' | 'skip' | 'rewrite' | 'replace' | 'conflict';

export interface PlanItem {
  readonly action: PlanAction;
  /** In lower case, as PostgreSQL says it: `table`, `function`, `policy`, `rows`, … */
  readonly type: string;
  /** For people, dotted: `public.orders`, `public.f(integer)`, `orders_read on public.orders`. */
  readonly name: string;
  /** `objectKey` of what it would create; null for what has none (grants, settings, rows). */
  readonly key: string | null;
  /** One sentence; null for a plain `create`. */
  readonly reason: string | null;
}

export interface PlanTable extends TableName {
  readonly rows: number;
}

/** What a restore would do, found out without changing anything. Everything but `script` can be shown and serialised. */
export interface RestorePlan {
  readonly archive: {
    readonly backupId: string;
    readonly createdAt: string;
    readonly snapshotAt: string;
    readonly projectRef: string | null;
    readonly database: string;
    readonly serverVersionNum: number;
    readonly encrypted: boolean;
    /** Its whole-file hash was compared with a recorded one. */
    readonly originProven: boolean;
  };
  readonly target: {
    readonly kind: TargetKind;
    readonly ref: string | null;
    readonly host: string;
    readonly database: string;
    readonly serverVersionNum: number;
    readonly user: string;
    readonly superuser: boolean;
    /** What has to be typed: the ref, else the database. */
    readonly confirmation: string;
  };
  readonly mode: RestoreMode;
  readonly only: readonly Selection[];
  readonly items: readonly PlanItem[];
  readonly counts: Readonly<Record<PlanAction, number>>;
  /** Rows that will be written, also for tables with 0 rows. */
  readonly tables: readonly PlanTable[];
  /** SQL bytes that will be sent, about. */
  readonly rawBytes: number;
  readonly warnings: readonly RestoreWarning[];
  readonly script: RestoreScript;
}
