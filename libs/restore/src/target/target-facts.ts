/** `hosted`: on Supabase's own machines. `self-hosted`: a database with the platform's roles and schemas. `plain`: neither. */
export type TargetKind = 'hosted' | 'self-hosted' | 'plain';

/** An extension the target's server could make. */
export interface AvailableExtension {
  readonly name: string;
  readonly defaultVersion: string;
  /** Somebody who isn't superuser may create it (with CREATE on the database). */
  readonly trusted: boolean;
}

/** What was read of a target before anything is planned. Names are unquoted. */
export interface TargetFacts {
  readonly kind: TargetKind;
  /** The project's ref, where host or user tell one. */
  readonly ref: string | null;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly serverVersionNum: number;
  /** `17.6` */
  readonly serverVersion: string;
  /** pg_control_system(): the same for a cluster and its physical copies; null where it may not be asked. */
  readonly systemIdentifier: string | null;
  readonly readOnly: boolean;
  readonly user: string;
  readonly superuser: boolean;
  readonly createRole: boolean;
  readonly createDatabase: boolean;
  /** May create schemas here. */
  readonly createInDatabase: boolean;
  /** Every role of the cluster. */
  readonly roles: ReadonlySet<string>;
  /** Roles this user may give objects to: itself and those it can SET ROLE to; for a superuser all. */
  readonly heldRoles: ReadonlySet<string>;
  readonly availableExtensions: ReadonlyMap<string, AvailableExtension>;
  /** Installed ones → their schema. */
  readonly installedExtensions: ReadonlyMap<string, string>;
  /** May set session_replication_role (tried out in a transaction that is rolled back). */
  readonly canRestTriggers: boolean;
  readonly objects: TargetObjects;
  /** What a user made here, or rows in auth.users and storage.buckets: why the target isn't empty. Texts for people, at most 20, with the full count. */
  readonly userObjects: { readonly count: number; readonly examples: readonly string[] };
}

/** What exists already, by the keys of `object-key.ts`. Objects of extensions and of pg_catalog are left out, the platform's are in. */
export interface TargetObjects {
  has(key: string): boolean;
  readonly keys: ReadonlySet<string>;
  /** Every table and partitioned table outside PostgreSQL's own schemas, those of extensions too, by `tableKey`. */
  readonly tables: ReadonlySet<string>;
  /**
   * Those of `tables` that hold at least one row. A table that this user may not read, or that is locked, counts as holding rows when
   * it takes up space: what can't be told is never taken for empty.
   */
  readonly tablesWithRows: ReadonlySet<string>;
}
