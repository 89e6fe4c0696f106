import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataSources } from './data-sources';

describe('the tables that migrations make (SQLite)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stowbase-drift-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are those of the entities, and go away again', async () => {
    const { writer } = makeDataSources({ engine: 'sqlite', folder });
    await writer.initialize();
    await writer.runMigrations();
    const { upQueries } = await writer.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    for (let left = writer.migrations.length; left > 0; left -= 1) await writer.undoLastMigration();
    const left = await writer.query<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table'");
    expect(left.map(({ name }) => name).sort()).toEqual(['migrations', 'sqlite_sequence']);
    await writer.destroy();
  });
});
