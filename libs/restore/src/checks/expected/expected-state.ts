import type { TableName } from '../../table-name';
import type { AclChange } from '../acl/acl';
import type { AclKind } from '../acl/privilege-bits';

/** `pg_trigger.tgenabled` and `pg_rewrite.ev_enabled`: origin, disabled, replica, always. */
export type FiringState = 'O' | 'D' | 'R' | 'A';

export interface ExpectedPolicy {
  readonly restrictive: boolean;
  /** `ALL`, `SELECT`, … */
  readonly command: string;
  /** In order of the alphabet; empty for everyone. */
  readonly roles: readonly string[];
}

export interface ExpectedSequence {
  readonly lastValue: string;
  readonly isCalled: boolean;
}

export interface ExpectedPrivileges {
  readonly kind: AclKind;
  readonly changes: AclChange[];
}

export interface ExpectedDefaults {
  readonly role: string;
  /** Null: in all schemas. */
  readonly schema: string | null;
  /** `pg_default_acl.defaclobjtype`. */
  readonly objectType: 'r' | 'S' | 'f' | 'T' | 'n' | 'L';
  readonly changes: AclChange[];
}

/** A statement that was not run, by the comparison it belongs to. */
export interface SkippedExpectation {
  readonly what: ComparisonName;
  /** `objectKey` of what it would have created; null for what has none. */
  readonly key: string | null;
  /** For people. */
  readonly text: string;
}

export type ComparisonName =
  | 'objects'
  | 'sequences'
  | 'foreign_keys'
  | 'row_security'
  | 'policies'
  | 'triggers'
  | 'privileges'
  | 'default_privileges'
  | 'materialized_views'
  | 'owners';

/** What the statements that a restore ran say the target must have. Keys are those of `object-key.ts`. */
export interface ExpectedState {
  /** Created by statements that were run; policies, triggers and foreign keys are in their own maps only. */
  readonly created: Set<string>;
  /** Created inside a DO block that goes on with a warning when that isn't possible. */
  readonly guarded: Set<string>;
  /** By `tableKey`. */
  readonly sequences: Map<string, ExpectedSequence & { readonly sequence: TableName }>;
  /** By constraint key: whether it is validated. */
  readonly foreignKeys: Map<string, boolean>;
  /** By relation key. */
  readonly rowSecurity: Map<string, { enabled: boolean; forced: boolean }>;
  /** By policy key. */
  readonly policies: Map<string, ExpectedPolicy>;
  /** By trigger key. */
  readonly triggers: Map<string, FiringState>;
  /** By rule key. */
  readonly rules: Map<string, FiringState>;
  /** By object key, or by `columnKey`. */
  readonly privileges: Map<string, ExpectedPrivileges>;
  /** By role, schema and type. */
  readonly defaults: Map<string, ExpectedDefaults>;
  /** The member that takes back the target's default privileges and grants on the schema public was run. */
  tookBack: boolean;
  readonly skipped: SkippedExpectation[];
  /** Equal changes are one object: thousands of tables are granted to the same few roles. */
  readonly sharedChanges: Map<string, AclChange>;
  /** Likewise. */
  readonly sharedPolicies: Map<string, ExpectedPolicy>;
}

export const emptyState = (): ExpectedState => ({
  created: new Set(),
  guarded: new Set(),
  sequences: new Map(),
  foreignKeys: new Map(),
  rowSecurity: new Map(),
  policies: new Map(),
  triggers: new Map(),
  rules: new Map(),
  privileges: new Map(),
  defaults: new Map(),
  tookBack: false,
  skipped: [],
  sharedChanges: new Map(),
  sharedPolicies: new Map(),
});

/** A column has privileges of its own and no `objectKey`. */
export const columnKey = (schema: string, table: string, column: string): string =>
  JSON.stringify(['column', schema, table, column]);
