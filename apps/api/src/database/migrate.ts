import type { DataSource, MigrationInterface } from 'typeorm';
import { StartError } from '../errors/start-error';

export type Migrations = readonly (new () => MigrationInterface)[];

/** Names as in the table `migrations`. */
export const namesOf = (migrations: Migrations): string[] =>
  migrations.map((one) => {
    const migration = new one();
    return migration.name ?? one.name;
  });

/** @throws StartError `DATABASE_NEWER` when a newer release has changed the tables */
export function refuseNewer(applied: readonly string[], known: readonly string[], where: string): void {
  const strange = applied.filter((name) => !known.includes(name));
  if (strange.length === 0) return;
  throw new StartError(
    'DATABASE_NEWER',
    `${where} was last used by a newer Stowbase (${strange.join(', ')}).`,
    'Start that version, or a later one. Nothing was changed.',
  );
}

/**
 * Each migration in a transaction of its own.
 * @param kept where the state before is kept; null: nowhere
 * @throws StartError `MIGRATION_FAILED`
 */
export async function migrate(source: DataSource, kept: string | null): Promise<void> {
  try {
    await source.runMigrations({ transaction: 'each' });
  } catch (cause) {
    const copy = kept === null ? '' : ` A copy of the state before is ${kept}.`;
    throw new StartError(
      'MIGRATION_FAILED',
      `The records could not be brought up to date: ${cause instanceof Error ? cause.message : String(cause)}.`,
      `The step was rolled back, so the version before this one still starts. Please report this.${copy}`,
      cause,
    );
  }
}
