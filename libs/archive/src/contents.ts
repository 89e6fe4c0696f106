import { lyingManifest } from './errors';

export const contentsFormat = 'stowbase-contents/1';

export const componentIds = [
  'roles',
  'role_settings',
  'schema',
  'data',
  'auth_users',
  'storage_metadata',
  'managed',
  'event_triggers',
  'cron',
  'large_objects',
  'materialized_views',
  'history',
  'publications',
  'default_privileges',
  'comments',
  'extensions',
  'platform',
  'storage_files',
  'edge_functions',
  'project_config',
] as const;
/** The same names everywhere: in the archive, the command line, the API. */
export type ComponentId = (typeof componentIds)[number];
export type ComponentStatus = 'saved' | 'empty' | 'not_permitted' | 'off' | 'failed';
export type BackupType = 'full' | 'schema' | 'data';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

export interface ContentsComponent {
  readonly name: ComponentId;
  readonly status: ComponentStatus;
  readonly count: number;
  readonly reason?: string;
}

/** A table, also an empty one (which has no member). `rows` is what was streamed, `rawBytes` its COPY text, `members` the numbers. */
export interface ContentsTable {
  readonly schema: string;
  readonly name: string;
  readonly rows: number;
  readonly rawBytes: number;
  readonly members: readonly number[];
}

export interface ContentsExtension {
  readonly name: string;
  readonly version: string;
  readonly schema: string;
  /**
   * Names of the tables, types, functions, operators, operator classes, … it brings, by their schema; under '' those of what lives in
   * none (access methods, languages, foreign data wrappers). Tells a restore what can't be made where the extension is missing.
   */
  readonly objects?: { readonly [schema: string]: readonly string[] };
}

export interface ContentsLimit {
  readonly id: string;
  readonly objects: readonly string[];
}

export interface ContentsWarning {
  readonly code: string;
  readonly text: string;
  readonly object?: string;
}

/** contents.json: what is inside. Times are ISO 8601 in UTC. Readers ignore fields they don't know. */
export interface Contents {
  readonly format: typeof contentsFormat;
  readonly type: BackupType;
  readonly options: { readonly [key: string]: JsonValue | undefined };
  readonly project: { readonly name: string; readonly ref: string | null };
  readonly source: {
    readonly database: string;
    readonly serverVersion: string;
    readonly encoding: string;
    readonly locale: string;
    /**
     * Of the cluster and its physical copies (`pg_control_system()`), decimal: what tells a restore that its target is the source.
     * null where the role may not ask; absent in the first archives of 0.1.
     */
    readonly systemIdentifier?: string | null;
    readonly extensions: readonly ContentsExtension[];
  };
  readonly components: readonly ContentsComponent[];
  readonly tables: readonly ContentsTable[];
  /** How many sequence values are inside. */
  readonly sequences: number;
  readonly largeObjects: { readonly count: number; readonly bytes: number };
  readonly largestRow?: { readonly schema: string; readonly name: string; readonly bytes: number } | null;
  readonly limits: readonly ContentsLimit[];
  /** Roles whose password isn't in the archive and has to be set again. */
  readonly passwordsToSet: readonly string[];
  readonly vaultSecrets: readonly string[];
  /** Materialized views in the order in which they have to be refreshed. */
  readonly refresh: readonly string[];
  readonly warnings: readonly ContentsWarning[];
  readonly snapshot: { readonly id: string; readonly takenAt: string };
  readonly rolesTakenAt: string | null;
}

/** JSON that people can read and diff: one line a field, one line an element of its lists. */
export function encodeContents(contents: Contents): Buffer {
  const fields = Object.entries(contents)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${JSON.stringify(key)}: ${encodeField(value)}`);
  return Buffer.from(`{\n${fields.join(',\n')}\n}\n`);
}

function encodeField(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => `  ${JSON.stringify(item)}`).join(',\n')}\n]`;
}

/** @throws ArchiveError `lying-manifest` when the bytes, proven to be the written ones, are no contents of format 1. */
export function parseContents(bytes: Buffer): Contents {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw lyingManifest('contents.json is not JSON');
  }
  if (!isContents(value)) throw lyingManifest(`contents.json is not of the form ${contentsFormat}`);
  return value;
}

function isContents(value: unknown): value is Contents {
  if (typeof value !== 'object' || value === null) return false;
  const contents = value as Partial<Record<keyof Contents, unknown>>;
  const lists = [contents.components, contents.tables, contents.limits, contents.warnings];
  return (
    contents.format === contentsFormat && lists.every(Array.isArray) && (contents.tables as unknown[]).every(isTable)
  );
}

function isTable(value: unknown): value is ContentsTable {
  if (typeof value !== 'object' || value === null) return false;
  const table = value as Partial<Record<keyof ContentsTable, unknown>>;
  return typeof table.schema === 'string' && typeof table.name === 'string' && Array.isArray(table.members);
}

/** The table whose rows are in the member of this number, as `schema.name`; null when there is none. */
export function tableOfMember(contents: Contents | null, number: number | null): string | null {
  if (contents === null || number === null) return null;
  const table = contents.tables.find(({ members }) => members.includes(number));
  return table === undefined ? null : `${table.schema}.${table.name}`;
}
