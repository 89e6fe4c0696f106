import { AdminError } from '../../accounts/admin/admin-error';
import { namesOf } from '../../database/migrate';
import { migrations as all } from '../../database/migrations/migrations';
import type { Migrations } from '../../database/migrate';
import type { ServiceHead } from '../export/service-file';
import type { RestoreSource } from './open-source';
import { serviceParts } from './service-parts';

/** A backup of the records that was read to its end and is whole. */
export interface ProvenFile {
  readonly head: ServiceHead;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** What the key of the service must open; null: nothing was ever sealed. */
  readonly keyCheck: Buffer | null;
  /** The migrations that its tables have had. */
  readonly migrations: Migrations;
}

/** Nothing is written before all of it was read. @throws AdminError of `serviceParts`, `RECORDS_NEWER` */
export async function proveFile(source: RestoreSource, identities: readonly string[]): Promise<ProvenFile> {
  const rows: Record<string, number> = {};
  let head: ServiceHead | null = null;
  let keyCheck: Buffer | null = null;
  for await (const part of serviceParts(source.bytes(), identities)) {
    if (part.is === 'head') ({ head } = part);
    else {
      const { name, columns } = part.table;
      rows[name] = (rows[name] ?? 0) + 1;
      if (name !== 'settings') continue;
      const cell = (column: string): unknown => part.cells[columns.findIndex((one) => one.name === column)];
      if (cell('id') === 'app_key') keyCheck = sealedIn(cell('value'));
    }
  }
  if (head === null) throw new Error('a file without a head has no end');
  return { head, rows, keyCheck, migrations: migrationsOf(head) };
}

function sealedIn(value: unknown): Buffer {
  const { sealed } = (value ?? {}) as { sealed?: unknown };
  return typeof sealed === 'string' ? Buffer.from(sealed, 'base64') : Buffer.alloc(0);
}

function migrationsOf({ migrations, stowbase }: ServiceHead): Migrations {
  const known = namesOf(all);
  const strange = migrations.filter((name) => !known.includes(name));
  if (strange.length > 0) {
    throw new AdminError(
      'RECORDS_NEWER',
      `These records are of a newer Stowbase: ${stowbase}.`,
      'Restore them with that version, or a later one.',
    );
  }
  return all.filter((_, index) => migrations.includes(known[index] ?? ''));
}
