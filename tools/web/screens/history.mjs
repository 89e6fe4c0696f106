// Gives a stopped service a past: its pages look after weeks as they will look after weeks.
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

const day = 86_400_000;

/**
 * What one day of a project was: `ok`, `failed`, `missed`, `gaps`, `partly` (the last destination lacks its copy) or nothing. Sizes and times are
 * parts of those of its real backup, days are counted back from today.
 * @typedef {'ok' | 'failed' | 'missed' | 'gaps' | 'partly' | null} Day
 * @typedef {{ project: string, since: number, hour: number, minute: number, took: (n: number) => number, size: (n: number) => number, day: (n: number) => Day }} Past
 */

/** @type {readonly Past[]} */
export const pasts = [
  {
    project: 'analytics-eu',
    since: 140,
    hour: 2,
    minute: 30,
    took: (n) => 0.95 + wobble(n) * 0.08,
    size: (n) => (1 - n * 0.004 + wobble(n) * 0.01) * (n === 14 ? 0.78 : 1),
    day: (n) => (n === 14 ? 'gaps' : 'ok'),
  },
  {
    project: 'crm',
    since: 27,
    hour: 8,
    minute: 30,
    took: (n) => 1 + wobble(n) * 0.1,
    size: (n) => 1 - n * 0.005 + wobble(n) * 0.006,
    day: (n) => (n === 17 ? 'gaps' : 'ok'),
  },
  {
    project: 'landing-forms',
    since: 90,
    hour: 4,
    minute: 0,
    took: (n) => 1 + wobble(n) * 0.1,
    size: (n) => 1 - Math.floor(n / 7) * 0.02,
    day: (n) => (n === 9 ? 'missed' : 'ok'),
  },
  {
    project: 'shop-prod',
    since: 120,
    hour: 2,
    minute: 30,
    took: (n) => (n === 4 ? 14 : 0.95 + wobble(n) * 0.07),
    size: (n) => 1 - n * 0.0034 + wobble(n) * 0.005,
    day: (n) => (n === 8 ? 'failed' : 'ok'),
  },
];

/** The same each time, and not regular. */
const wobble = (n) => Math.sin(n * 12.9898) * 0.5 + Math.sin(n * 4.1) * 0.5;

/** Copies older than this were deleted. Days. */
const kept = 14;
const shownDays = 90;

/** @param {string} file of SQLite, of a service that does not run @param {Date} now */
export function addPast(file, now) {
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA foreign_keys = OFF; BEGIN');
    const destinations = database.prepare('SELECT * FROM storage_destinations ORDER BY created_at').all();
    for (const past of pasts) addPastOf(database, past, destinations, now);
    lacksLastCopy(database, 'analytics-eu', destinations.at(-1));
    addUp(database);
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/** @param {DatabaseSync} database @param {Past} past @param {Record<string, any>[]} destinations @param {Date} now */
function addPastOf(database, past, destinations, now) {
  const project = database.prepare('SELECT * FROM projects WHERE name = ?').get(past.project);
  if (project === undefined) return;
  const since = instant(new Date(now.getTime() - past.since * day));
  database.prepare('UPDATE projects SET created_at = ? WHERE id = ?').run(since, project.id);
  const model = database
    .prepare(`SELECT * FROM backups WHERE project_id = ? AND status = 'succeeded' LIMIT 1`)
    .get(project.id);
  const copy = model && database.prepare('SELECT * FROM backup_copies WHERE backup_id = ?').get(model.id);
  if (model === undefined || copy === undefined) throw new Error(`${past.project} needs a backup whose past is made`);
  // Today has the real one.
  for (let n = Math.min(past.since, shownDays) - 1; n > 0; n -= 1) {
    const what = past.day(n);
    const at = timeOf(past, n, now);
    if (what === null) continue;
    const bytes = Math.round(past.size(n) * model.stored_bytes);
    const seconds = past.took(n) * secondsOf(model);
    const backup = { ...model, ...runOf(what, at, seconds, bytes), id: randomUUID() };
    if (what !== 'failed' && what !== 'missed' && n > kept)
      backup.deleted_at = instant(new Date(at.getTime() + kept * day));
    insert(database, 'backups', backup);
    if (backup.status !== 'succeeded') continue;
    destinations.forEach((destination, place) => {
      const lacks = what === 'partly' && place === destinations.length - 1;
      insert(database, 'backup_copies', {
        ...copy,
        id: randomUUID(),
        backup_id: backup.id,
        storage_destination_id: destination.id,
        destination_name: destination.name,
        created_at: backup.created_at,
        size: lacks ? null : bytes,
        status: lacks ? 'failed' : n > kept ? 'deleted' : 'stored',
        stored_at: lacks ? null : backup.finished_at,
        ...(lacks ? full : {}),
      });
    });
  }
}

/** The newest backup of a project did not fit into a destination, which is full. @param {DatabaseSync} database */
function lacksLastCopy(database, project, destination) {
  if (destination === undefined) return;
  const newest = `(SELECT id FROM backups WHERE project_name = ? ORDER BY created_at DESC LIMIT 1)`;
  database
    .prepare(
      `UPDATE backup_copies SET status = 'failed', size = NULL, stored_at = NULL, error_code = ?, error_text = ?
       WHERE storage_destination_id = ? AND backup_id = ${newest}`,
    )
    .run(full.error_code, full.error_text, destination.id, project);
  database.prepare('UPDATE storage_destinations SET free_bytes = ? WHERE id = ?').run(2 ** 20, destination.id);
}

const full = {
  error_code: 'STORAGE_QUOTA',
  error_text: 'The copy does not fit: this destination may not become larger.',
};

function runOf(what, at, seconds, bytes) {
  const [created_at, finished_at] = [instant(at), instant(new Date(at.getTime() + seconds * 1_000))];
  const times = { created_at, run_after: created_at, started_at: created_at, snapshot_time: created_at, finished_at };
  const made = { ...times, trigger: 'schedule', requested_by: null, raw_bytes: bytes * 8, stored_bytes: bytes };
  const none = { raw_bytes: null, stored_bytes: null, sha256: null, snapshot_time: null };
  if (what === 'failed')
    return {
      ...made,
      ...none,
      status: 'failed',
      error_code: 'CONNECTION_LOST',
      error_text: 'The database ended the connection.',
    };
  if (what === 'missed') return { ...made, ...none, status: 'missed', started_at: null, finished_at: created_at };
  if (what !== 'gaps') return made;
  const reason = 'The role may not read cron.job.';
  return { ...made, gaps: JSON.stringify([{ component: 'cron', status: 'not_permitted', reason }]) };
}

function timeOf({ hour, minute }, n, now) {
  const at = new Date(now.getTime() - n * day);
  at.setUTCHours(hour, minute, 1, 0);
  return at;
}

/** @param {Record<string, any>} run */
const secondsOf = ({ started_at, finished_at }) =>
  (dateOf(finished_at).getTime() - dateOf(started_at).getTime()) / 1_000;

/** What the service would have counted. @param {DatabaseSync} database */
function addUp(database) {
  database.exec(`UPDATE storage_destinations SET
    total_backups = (SELECT count(*) FROM backup_copies c WHERE c.storage_destination_id = storage_destinations.id AND c.status = 'stored'),
    total_size = (SELECT coalesce(sum(size), 0) FROM backup_copies c WHERE c.storage_destination_id = storage_destinations.id AND c.status = 'stored')`);
}

/** @param {DatabaseSync} database @param {string} table @param {Record<string, any>} row */
function insert(database, table, row) {
  const columns = Object.keys(row);
  const marks = columns.map(() => '?').join(', ');
  database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`).run(...Object.values(row));
}

const dateOf = (instant) => new Date(`${instant.replace(' ', 'T')}Z`);
const instant = (date) => date.toISOString().replace('T', ' ').replace('Z', '');
