import type { ComponentId, ComponentStatus, Contents } from '@stowbase/archive';
import type { BackupResult, Gap } from '@stowbase/dump';
import { limitsToTell } from '@stowbase/dump';

/** Of longer lists the row keeps this many and how many there are: a database with 100,000 tables has a small row all the same. */
export const mostTables = 200;
export const mostListed = 100;
const longestText = 500;

/** A list that may be cut. */
export interface Shortened<T> {
  readonly count: number;
  readonly items: readonly T[];
}

/** What is inside a backup, in short: kept in its row, shown without opening the archive. Sizes in bytes, times in ISO 8601. */
export interface ContentsSummary {
  readonly type: Contents['type'];
  readonly encrypted: boolean;
  readonly source: {
    readonly database: string;
    readonly serverVersion: string;
    readonly encoding: string;
    readonly locale: string;
    readonly extensions: Shortened<{ readonly name: string; readonly version: string; readonly schema: string }>;
  };
  readonly components: readonly {
    readonly name: ComponentId;
    readonly status: ComponentStatus;
    readonly count: number;
    readonly reason: string | null;
  }[];
  /** The largest first. */
  readonly tables: Shortened<{
    readonly schema: string;
    readonly name: string;
    readonly rows: number;
    readonly rawBytes: number;
  }> & { readonly rows: number; readonly rawBytes: number };
  readonly sequences: number;
  readonly largeObjects: { readonly count: number; readonly bytes: number };
  readonly largestRow: { readonly schema: string; readonly name: string; readonly bytes: number } | null;
  /** What no backup can hold, with the statements that set it again where there are any. */
  readonly limits: readonly {
    readonly id: string;
    readonly objects: Shortened<string>;
    readonly statements: readonly string[];
  }[];
  readonly gaps: readonly Gap[];
  readonly warnings: Shortened<{ readonly code: string; readonly text: string; readonly object: string | null }>;
  readonly refresh: Shortened<string>;
  readonly members: number;
  readonly takenAt: string;
}

export function summaryOf(
  { contents, gaps, summary }: Pick<BackupResult, 'contents' | 'gaps' | 'summary'>,
  encrypted: boolean,
): ContentsSummary {
  const { source, tables } = contents;
  return {
    type: contents.type,
    encrypted,
    source: {
      database: short(source.database),
      serverVersion: short(source.serverVersion),
      encoding: source.encoding,
      locale: source.locale,
      extensions: shortened(source.extensions, ({ name, version, schema }) => ({ name, version, schema })),
    },
    components: contents.components.map(({ name, status, count, reason }) => ({
      name,
      status,
      count,
      reason: reason === undefined ? null : short(reason),
    })),
    tables: {
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      rawBytes: tables.reduce((sum, { rawBytes }) => sum + rawBytes, 0),
      ...shortened(
        [...tables].sort((a, b) => b.rawBytes - a.rawBytes),
        ({ schema, name, rows, rawBytes }) => ({ schema, name, rows, rawBytes }),
        mostTables,
      ),
    },
    sequences: contents.sequences,
    largeObjects: contents.largeObjects,
    largestRow: contents.largestRow ?? null,
    limits: limitsToTell(contents).map(({ id, objects, statements }) => ({
      id,
      objects: shortened(objects, short),
      statements: statements.slice(0, mostListed),
    })),
    gaps: gaps.map(({ component, status, reason }) => ({ component, status, reason: short(reason) })),
    warnings: shortened(contents.warnings, ({ code, text, object }) => ({
      code,
      text: short(text),
      object: object === undefined ? null : short(object),
    })),
    refresh: shortened(contents.refresh, short),
    members: summary.members,
    takenAt: contents.snapshot.takenAt,
  };
}

const shortened = <T, U>(items: readonly T[], map: (item: T) => U, most = mostListed): Shortened<U> => ({
  count: items.length,
  items: items.slice(0, most).map(map),
});

const short = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}…`.toWellFormed();
