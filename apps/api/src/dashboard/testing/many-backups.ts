import type { Database } from '../../database/database';

/** SQLite's own generator: half a million rows in seconds. */
const numbers = (count: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})`;

/**
 * Projects with a backup every hour, the newest an hour old, each with one copy. Of a hundred one failed, one lacks its copy and one has gaps.
 */
export async function insertManyBackups(
  database: Database,
  projects: number,
  backups: number,
  now: Date,
): Promise<void> {
  const end = `${now.toISOString().slice(0, 19).replace('T', ' ')}`;
  const at = (seconds: string): string => `strftime('%Y-%m-%d %H:%M:%f', '${end}', '-' || (${seconds}) || ' seconds')`;
  await database.write(async (manager) => {
    await manager.query(`${numbers(projects)}
      INSERT INTO projects (id, created_at, updated_at, version, name, name_key, host, port, username, database, tls_mode, allow_insecure, defaults, notes)
      SELECT printf('%08x-0000-4000-8000-000000000000', i), '2020-01-01 00:00:00.000', '2020-01-01 00:00:00.000', 1,
        printf('Project %03d', i), printf('project %03d', i), 'db.example.com', 5432, 'postgres', 'postgres', 'require', 0, '{}', '' FROM n`);
    await manager.query(`INSERT INTO storage_destinations (id, created_at, updated_at, version, name, name_key, type, enabled, validation_status,
      total_backups, total_size, origin, closing) VALUES ('d', '2020-01-01 00:00:00.000', '2020-01-01 00:00:00.000', 1, 'Disk', 'disk', 'local_mapped', 1, 'valid', 0, 0, 'ui', 0)`);
    await manager.query(`${numbers(projects * backups)}
      INSERT INTO backups (id, project_id, project_name, trigger, type, options, recipients, status, attempt, token, retries, interruptions,
        run_after, cancel_requested, gaps, created_at, started_at, finished_at, snapshot_time, raw_bytes, stored_bytes, sha256, contents, verified_level, locked, notes)
      SELECT printf('%08x-%04x-4000-8000-%012x', i * 7919 % 100000007, i % 65536, i), printf('%08x-0000-4000-8000-000000000000', i % ${projects}), 'Project', 'schedule', 'full', '{}', '[]',
        CASE WHEN i / ${projects} % 100 = 50 THEN 'failed' ELSE 'succeeded' END, 1, 1, 0, 0, '${end}.000', 0,
        CASE WHEN i / ${projects} % 100 = 60 THEN '[{"component":"cron","status":"not_permitted","reason":"x"}]' ELSE '[]' END,
        ${at(`(i / ${projects} + 1) * 3600`)}, ${at(`(i / ${projects} + 1) * 3600`)}, ${at(`(i / ${projects} + 1) * 3600 - 300`)}, ${at(`(i / ${projects} + 1) * 3600`)},
        5000000000, 1000000000 + i, '${'a'.repeat(64)}', '${JSON.stringify({ filling: 'x'.repeat(500) })}', 0, 0, '' FROM n`);
    await manager.query(`
      INSERT INTO backup_copies (id, backup_id, storage_destination_id, destination_name, attempt, status, size, failures, created_at, stored_at, pruned_at)
      SELECT substr(id, 1, 35) || 'c' , id, 'd', 'Disk', 1,
        CASE WHEN status = 'failed' OR rowid / ${projects} % 100 = 70 THEN 'failed' ELSE 'stored' END, stored_bytes, 0, created_at, finished_at, finished_at FROM backups`);
  });
}
