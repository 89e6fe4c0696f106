import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';

export type SqlFolder = 'platform' | `fixtures/${string}`;

export interface SqlFolderOptions {
  /** Server major: `x-from-16.sql` runs from 16 on, `x-until-15.sql` up to 15. */
  major: number;
  skip?: readonly string[];
  /** Changes a file's text before it runs. */
  rewrite?(sql: string): string;
}

/**
 * Runs the `*.sql` files of one of the folders that lie beside this file (tools/build.mjs puts those that a bundle needs beside the
 * bundle), in name order; an error names the file and the line.
 */
export async function runSqlFolder(client: pg.Client, name: SqlFolder, options: SqlFolderOptions): Promise<void> {
  const folder = path.join(import.meta.dirname, name);
  const names = (await readdir(folder)).filter((n) => n.endsWith('.sql') && !options.skip?.includes(n)).sort();
  for (const file of names.filter((n) => isFor(n, options.major))) {
    const text = await readFile(path.join(folder, file), 'utf8');
    await runSql(client, file, options.rewrite?.(text) ?? text);
  }
}

async function runSql(client: pg.Client, name: string, sql: string): Promise<void> {
  try {
    await client.query(sql);
  } catch (error) {
    const { message, position, where } = error as pg.DatabaseError;
    const line = position ? sql.slice(0, Number(position)).split('\n').length : '?';
    throw new Error(`${name}, line ${line}: ${message}${where ? ` (${where})` : ''}`, { cause: error });
  }
}

function isFor(name: string, major: number): boolean {
  const from = /-from-(\d+)\.sql$/.exec(name)?.[1];
  const until = /-until-(\d+)\.sql$/.exec(name)?.[1];
  return (!from || major >= Number(from)) && (!until || major <= Number(until));
}
