import { jest } from '@jest/globals';
import { objectKey } from '../object-key';
import { lines, PlannedBackup } from './testing/planned-backup';

jest.setTimeout(120_000);

describe.each(['plain', 'torture'] as const)('a backup of the %s fixture, planned for its own source', (fixture) => {
  let backup: PlannedBackup;

  beforeAll(async () => {
    backup = await PlannedBackup.of(fixture);
  });
  afterAll(() => backup.stop());

  it('P-RESTORE-20 finds everything that it would make, and all of it collides', async () => {
    const plan = await backup.plan(backup.source.settings, { mode: 'add' });
    expect(lines(plan, ({ action }) => action === 'create')).toEqual(
      // Jobs without a name have nothing to be found by; the block that makes them looks for the same job.
      fixture === 'torture' && backup.source.server.preloaded.includes('pg_cron')
        ? ['create cron job without a name (0 4 1 1 *)']
        : [],
    );
    expect(plan.counts).toMatchObject({ rewrite: 0, replace: 0 });
    expect(plan.counts.conflict).toBeGreaterThan(80);
    const skipped = plan.items.filter(({ action }) => action === 'skip').map(({ type }) => type);
    expect([...new Set(skipped)].sort()).toEqual(['extension', 'publication', 'role', 'schema']);
  });

  it('replaces what is there in mode replace, but never a schema, a role or an extension', async () => {
    const plan = await backup.plan(backup.source.settings, { mode: 'replace' });
    expect(plan.counts.conflict).toBe(0);
    const replaced = new Set(plan.items.filter(({ action }) => action === 'replace').map(({ type }) => type));
    expect(replaced).not.toContain('schema');
    expect(replaced).not.toContain('role');
    expect([...replaced]).toEqual(expect.arrayContaining(['table', 'function', 'index', 'type', 'rows']));
    const keys = plan.items.filter(({ action }) => action === 'replace').flatMap(({ key }) => key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    // What goes with its table isn't dropped by itself.
    const tables = new Set(keys);
    const parts = keys
      .map((key) => JSON.parse(key) as string[])
      .filter(([kind = '']) => /^(trigger|policy|constraint)$/.test(kind));
    expect(parts.filter(([, schema = '', table = '']) => tables.has(objectKey.relation(schema, table)))).toEqual([]);
  });

  it('says the same, whatever is there, when a restore in steps goes on', async () => {
    const plan = await backup.plan(backup.source.settings, { mode: 'empty', resume: true });
    expect(plan.counts).toMatchObject({ conflict: 0, replace: 0, rewrite: 0 });
  });
});
