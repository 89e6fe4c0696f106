import type { ClientTool } from '@stowbase/postgres';

/** What every pg_dump of one backup has in common. */
export interface DumpCommand {
  tool: ClientTool;
  snapshotId: string;
  lockWaitSeconds: number;
  /** Letters and digits; unguessable, so that no row can imitate the `\restrict` lines. */
  restrictKey: string;
}

/** A pattern that matches this one name and nothing else: inside double quotes pg_dump takes every character literally. */
export const exactly = (...parts: string[]): string => parts.map((part) => `"${part.replaceAll('"', '""')}"`).join('.');

function common(command: DumpCommand): string[] {
  return [
    `--snapshot=${command.snapshotId}`,
    `--lock-wait-timeout=${command.lockWaitSeconds * 1000}`,
    '--quote-all-identifiers',
    '--no-password',
    ...(command.tool.restrictKey ? [`--restrict-key=${command.restrictKey}`] : []),
  ];
}

/** Definitions of everything but the named schemas and tables. */
export const schemaArguments = (
  command: DumpCommand,
  skip: { schemas: readonly string[]; tables: readonly (readonly [string, string])[] },
): string[] => [
  ...common(command),
  '--schema-only',
  ...skip.schemas.map((schema) => `--exclude-schema=${exactly(schema)}`),
  ...skip.tables.map((table) => `--exclude-table=${exactly(...table)}`),
];

/** Definitions of the named schemas only. */
export const onlySchemasArguments = (
  command: DumpCommand,
  schemas: readonly string[],
  skipTables: readonly (readonly [string, string])[],
): string[] => [
  ...common(command),
  '--schema-only',
  ...schemas.map((schema) => `--schema=${exactly(schema)}`),
  ...skipTables.map((table) => `--exclude-table=${exactly(...table)}`),
];

/** One schema with its rows, such as the migration history. */
export const wholeSchemaArguments = (command: DumpCommand, schema: string, withRows: boolean): string[] => [
  ...common(command),
  ...(withRows ? [] : ['--schema-only']),
  `--schema=${exactly(schema)}`,
];

export interface DataSelection {
  skipSchemas: readonly string[];
  /** Tables and sequences, as [schema, name]. */
  skipTables: readonly (readonly [string, string])[];
  /** Their rows are read by a further dump. */
  skipRows: readonly (readonly [string, string])[];
  largeObjects: boolean;
}

/** Rows, sequence values and, if they are wanted, large objects. pg_dump 17 knows its older names for them, too. */
export const dataArguments = (command: DumpCommand, selection: DataSelection): string[] => [
  ...common(command),
  '--data-only',
  selection.largeObjects ? '--blobs' : '--no-blobs',
  ...selection.skipSchemas.map((schema) => `--exclude-schema=${exactly(schema)}`),
  ...selection.skipTables.map((table) => `--exclude-table=${exactly(...table)}`),
  ...selection.skipRows.map((table) => `--exclude-table-data=${exactly(...table)}`),
];

/** Rows of these tables. */
export const tablesDataArguments = (command: DumpCommand, tables: readonly (readonly [string, string])[]): string[] => [
  ...common(command),
  '--data-only',
  ...tables.map((table) => `--table=${exactly(...table)}`),
];
