// Fills the records of a stopped service: 40 projects with 1,000 schedules and their backups, as they look after months.
import { DatabaseSync } from 'node:sqlite';

const projects = 40;
const destinations = 3;
export const schedules = 1_000;

/** Ids that the lists are filtered by. */
export const aProject = idOf('a', 7);
export const aDestination = idOf('d', 1);

/** Of a few large backups' contents; most are of about this length. Bytes. */
const contentsLength = 1_500;

const options = JSON.stringify({
  compression: { method: 'zstd', level: 3 },
  history: true,
  excludeSchemas: [],
  excludeTables: [],
  jobs: 1,
  lockWaitSeconds: 60,
});

/** All of the months that are there: what isn't kept would be deleted while it is measured. */
const rule = JSON.stringify({
  keepLast: 0,
  keepDays: 365,
  hourly: 0,
  daily: 7,
  weekly: 4,
  monthly: 6,
  yearly: 0,
  minKeep: 3,
  maxBytes: null,
});

/** @param {string} file of SQLite @param {number} count of backups */
export function fillRecords(file, count) {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA foreign_keys = OFF; BEGIN');
    const statements = [
      addProjects(),
      addDestinations(),
      addSchedules(),
      addBackups(count),
      addCopies(),
      addEvents(count),
    ];
    for (const statement of statements) database.exec(statement);
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/** A UUID that says what it is of, for numbers up to 8 hex digits. @param {string} kind a hex digit @param {number} n */
function idOf(kind, n) {
  return `${n.toString(16).padStart(8, '0')}-0000-4000-8000-${kind.repeat(12)}`;
}

/** The same in SQL. @param {string} kind @param {string} n */
const idSql = (kind, n) => `printf('%08x-0000-4000-8000-${kind.repeat(12)}', ${n})`;

const numbers = (/** @type {number} */ count) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;

/** An instant so many seconds ago, as TypeORM writes one. @param {string} seconds */
const ago = (seconds) => `strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (${seconds}) || ' seconds')`;

/** A minute of the hour that is twelve hours away: none falls due while it is measured. */
const slot = `strftime('%Y-%m-%d %H:', 'now', '+12 hours') || printf('%02d:00.000', i % 60)`;

const addProjects = () => `${numbers(projects)}
  INSERT INTO projects (id, created_at, updated_at, version, name, name_key, host, port, username, database, tls_mode, allow_insecure, defaults, notes)
  SELECT ${idSql('a', 'i')}, ${ago('9999999')}, ${ago('9999999')}, 1, 'Shop ' || i, 'shop ' || i, 'db.example.com', 5432, 'postgres', 'postgres',
    'verify-full', 0, '${options}', '' FROM n`;

const addDestinations = () => `${numbers(destinations)}
  INSERT INTO storage_destinations (id, created_at, updated_at, version, name, name_key, type, enabled, validation_status, total_backups, total_size,
    origin, closing)
  SELECT ${idSql('d', 'i')}, ${ago('9999999')}, ${ago('9999999')}, 1, 'Disk ' || i, 'disk ' || i, 'local_mapped', 1, 'valid', 1000, 1000000000, 'ui', 0 FROM n`;

/** Each once a day for all destinations. */
const addSchedules = () => `${numbers(schedules)}
  INSERT INTO schedules (id, created_at, updated_at, version, name, project_id, storage_destination_ids, type, options, cron, time_zone, jitter_s, grace_s,
    overlap, blackout, retention, plan, enabled, effective_from, next_slot, due_at)
  SELECT ${idSql('e', 'i')}, ${ago('9999999')}, ${ago('9999999')}, 1, 'Nightly ' || i, ${idSql('a', `i % ${projects} + 1`)},
    json_array(${[1, 2, 3].map((n) => `'${idOf('d', n)}'`).join(', ')}), 'full', '${options}', (i % 60) || ' ' || CAST(strftime('%H', 'now', '+12 hours') AS integer) || ' * * *', 'UTC', 0, 86400,
    'skip', '[]', '${rule}', 'pro', 1, ${ago('0')}, ${slot}, ${slot} FROM n`;

/** The newest has the smallest number; one in 25 failed, one in 100 has a gap, one in 10,000 was interrupted, one in 7 is deleted. */
const addBackups = (/** @type {number} */ count) => `${numbers(count)}
  INSERT INTO backups (id, project_id, project_name, trigger, type, options, recipients, status, attempt, token, retries, interruptions, run_after,
    cancel_requested, error_code, error_text, gaps, created_at, started_at, finished_at, snapshot_time, raw_bytes, stored_bytes, sha256,
    verified_level, locked, notes, deleted_at, contents, schedule_id)
  SELECT ${idSql('b', 'i')}, ${idSql('a', `i % ${projects} + 1`)}, 'Shop ' || (i % ${projects} + 1),
    CASE WHEN i % 50 = 0 THEN 'api' WHEN i % 9 = 0 THEN 'manual' ELSE 'schedule' END, CASE WHEN i % 20 = 0 THEN 'data' ELSE 'full' END, '${options}', '[]',
    CASE WHEN i % 10000 = 5 THEN 'interrupted' WHEN i % 25 = 0 THEN 'failed' ELSE 'succeeded' END, 1, 1, 0, 0, ${ago('i * 90')},
    0, CASE WHEN i % 25 = 0 THEN 'CONNECTION_LOST' END, CASE WHEN i % 25 = 0 THEN 'The connection broke.' END,
    CASE WHEN i % 100 = 1 THEN '[{"component":"cron","status":"not_permitted","reason":"no SELECT on cron.job"}]' ELSE '[]' END,
    ${ago('i * 90')}, ${ago('i * 90 - 1')}, ${ago('i * 90 - 60')}, ${ago('i * 90 - 2')}, 240000000, 40000000 + i, printf('%064x', i), 1, i % 1000 = 0, '',
    CASE WHEN i % 7 = 0 THEN ${ago('i')} END, '{"note":"' || hex(zeroblob(${contentsLength / 2})) || '"}',
    CASE WHEN i % 50 <> 0 AND i % 9 <> 0 THEN ${idSql('e', `(i * 7919) % ${schedules} / ${projects} * ${projects} + i % ${projects}`)} END
  FROM n`;

/** Looked at by retention, and each read again within the last four weeks: nothing is to be done. */
const addCopies = () => `
  INSERT INTO backup_copies (id, backup_id, storage_destination_id, destination_name, attempt, storage_file_path, status, size, sha256, stored_at,
    failures, created_at, pruned_at, checked_at)
  SELECT replace(id, '-b', '-c'), id, ${idSql('d', `rowid % ${destinations} + 1`)}, 'Disk', 1, id || '-1.tar',
    CASE WHEN status <> 'succeeded' THEN 'failed' WHEN deleted_at IS NULL THEN 'stored' ELSE 'deleted' END, stored_bytes, sha256, finished_at, 0, created_at,
    finished_at, ${ago('60 * (rowid % 28 * 1440 + 10)')}
  FROM backups`;

const addEvents = (/** @type {number} */ count) => `${numbers(count)}
  INSERT INTO audit_events (at, actor_kind, actor_name, action, object_type, object_id, object_name)
  SELECT ${ago(`(${count} - i) * 90`)}, 'user', 'owner@example.org', CASE WHEN i % 3 = 0 THEN 'backup.create' ELSE 'login' END, 'project',
    ${idSql('a', `i % ${projects} + 1`)}, 'Shop' FROM n`;
