import { lookup as systemLookup } from 'node:dns/promises';
import { findClientTools } from '../client-tools';
import { connect } from '../connect';
import { inspectStream } from '../inspect-stream';
import type { Connect } from '../open-stream';
import { PostgresError } from '../postgres-error';
import { patientQueryOf, type Query } from '../query';
import type { ConnectionSettings } from '../settings';
import { describeConnection, isSupabaseHost, splitPoolerUser } from '../supabase-hosts';
import { translateError } from '../translate-error';
import { checkDns, checkForm, describeEncryption, unreachable, type Lookup } from './address-checks';
import { checkConnections, checkLocks, describeSnapshot } from './load-checks';
import { checkReadable, checkRole, checkRowSecurity, type Skip } from './permission-checks';
import { failedBy, pass, skip, timedFrom, warn, type CheckId, type DoctorCheck, type DoctorReport } from './report';
import { checkEgress, checkLargeValues, checkSize } from './size-checks';
import { checkCreate, checkEmpty, checkWritable } from './target-checks';
import { checkClients, checkVersion } from './version-checks';

export interface DoctorOptions {
  /** What the connection is for; default `source`. */
  type?: 'source' | 'target';
  clientDirs?: readonly string[];
  connect?: Connect;
  lookup?: Lookup;
  /** The person has allowed weak TLS. */
  allowInsecure?: boolean;
  /** Tables the backup leaves out anyway. */
  skip?: Skip;
  /** For the transfer estimate; default 30. */
  runsPerMonth?: number;
  signal?: AbortSignal;
  /** Ms for each answer of a server that doesn't keep to its own limit of a minute; default 75,000. */
  patienceMs?: number;
}

const statementTimeoutMs = 60_000;
const defaultPatienceMs = 75_000;
const lockTimeout = '500ms';

/**
 * Checks a connection from its form to its permissions and says in plain words what to do. Never throws for what it finds:
 * a failed step is a failed check, and what depends on it is skipped. The report holds no secret.
 */
export async function runDoctor(settings: ConnectionSettings, options: DoctorOptions = {}): Promise<DoctorReport> {
  const checks: DoctorCheck[] = [];
  const timed = timedFrom(() => performance.now());
  const add = (check: DoctorCheck): void => void checks.push(timed(check));
  const report = (more: Partial<DoctorReport> = {}): DoctorReport => ({
    ok: checks.every((check) => check.status !== 'fail'),
    checks,
    connection: describeConnection(settings),
    pin: null,
    ...more,
  });
  const stopAt = (check: DoctorCheck, more: Partial<DoctorReport> = {}): DoctorReport => {
    add(check);
    checks.push(...skipRest(checks, options.type ?? 'source'));
    return report(more);
  };

  const form = checkForm(settings, options.allowInsecure ?? false);
  if (form.status === 'fail') return stopAt(form);
  add(form);
  const dns = await checkDns(settings, options.lookup ?? ((host) => systemLookup(host, { all: true })));
  if (dns.status === 'fail') return stopAt(dns);
  add(dns);

  const stream = await caught(() => inspectStream(settings, options));
  if (stream instanceof Failed) return stopAt(unreachable(stream.error, dns));
  add(describeEncryption(settings, stream));
  const pin = stream.pin;

  const client = await caught(() => connect(settings, { ...options, statementTimeoutMs }));
  if (client instanceof Failed) return stopAt(failedBy('login', client.error), { pin });
  add(pass('login', `Logged in as ${settings.user}.`));
  try {
    const query = patientQueryOf(client, options.patienceMs ?? defaultPatienceMs);
    await query("SELECT pg_catalog.set_config('lock_timeout', $1, false)", [lockTimeout]);
    const server = await checkServer(query, add, settings, options);
    return report({ pin, server });
  } catch (error) {
    const translated = translateError(error, { during: 'checking the server', settings });
    return stopAt(failedBy('version', translated), { pin });
  } finally {
    await client.end().catch(alreadyClosed);
  }
}

async function checkServer(
  query: Query,
  add: (check: DoctorCheck) => void,
  settings: ConnectionSettings,
  options: DoctorOptions,
): Promise<NonNullable<DoctorReport['server']>> {
  const [row] = await query(
    `SELECT pg_catalog.current_setting('server_version_num') AS num, pg_catalog.current_setting('server_version') AS version`,
  );
  const versionNum = Number(row?.['num']);
  const version = row?.['version'];
  if (!Number.isInteger(versionNum) || typeof version !== 'string') throw sayingNothing();
  add(checkVersion(version, Math.floor(versionNum / 10_000)));
  const run = async (id: CheckId, work: () => Promise<DoctorCheck>): Promise<void> => {
    const result = await caught(work, settings);
    add(result instanceof Failed ? unchecked(id, result.error) : result);
  };
  const { role } = splitPoolerUser(settings.host, settings.user);
  let databaseBytes: number | null = null;
  if ((options.type ?? 'source') === 'target') {
    await run('writable', () => checkWritable(query));
    await run('create', () => checkCreate(query, role, settings.database));
    await run('empty', () => checkEmpty(query));
    await run('connections', () => checkConnections(query, describeConnection(settings).kind, role, 'target'));
    return { versionNum, version, databaseBytes };
  }
  const skipTable = options.skip ?? (() => false);
  await run('clients', async () =>
    checkClients(
      await findClientTools(options.clientDirs === undefined ? {} : { dirs: options.clientDirs }),
      Math.floor(versionNum / 10_000),
    ),
  );
  await run('role', () => checkRole(query, role));
  await run('readable', () => checkReadable(query, role, skipTable));
  await run('row-security', () => checkRowSecurity(query, role, skipTable));
  await run('large-values', () => checkLargeValues(query, skipTable));
  await run('size', async () => {
    const size = await checkSize(query);
    databaseBytes = size.databaseBytes;
    return size.check;
  });
  await run('egress', () => checkEgress(query, isSupabaseHost(settings.host), options.runsPerMonth ?? 30));
  await run('connections', () => checkConnections(query, describeConnection(settings).kind, role, 'source'));
  await run('locks', () => checkLocks(query));
  await run('snapshot', () => describeSnapshot(query));
  return { versionNum, version, databaseBytes };
}

const sayingNothing = (): PostgresError =>
  new PostgresError(
    'UNREACHABLE',
    'The server lets this login in, but does not say which PostgreSQL it is.',
    'Check host and port, and what stands between here and the server.',
  );

/** Another session's lock or a slow moment says nothing about the connection itself. */
function unchecked(id: CheckId, error: PostgresError): DoctorCheck {
  const passing = error.code === 'LOCK_TIMEOUT' || error.code === 'STATEMENT_TIMEOUT';
  return passing ? warn(id, `Not checked: ${error.message}`, { text: error.nextStep }) : failedBy(id, error);
}

const sourceChecks: CheckId[] = [
  'clients',
  'role',
  'readable',
  'row-security',
  'large-values',
  'size',
  'egress',
  'connections',
  'locks',
  'snapshot',
];
const targetChecks: CheckId[] = ['writable', 'create', 'empty', 'connections'];

function skipRest(done: readonly DoctorCheck[], type: 'source' | 'target'): DoctorCheck[] {
  const all: CheckId[] = [
    'form',
    'dns',
    'tls',
    'login',
    'version',
    ...(type === 'source' ? sourceChecks : targetChecks),
  ];
  const ids = new Set(done.map((check) => check.id));
  return all.filter((id) => !ids.has(id)).map((id) => skip(id, 'Not checked, because a step before it failed.'));
}

/** Not told by the error's class: the guard that opens the socket has its own. */
class Failed {
  constructor(readonly error: PostgresError) {}
}

async function caught<T>(work: () => Promise<T>, settings?: ConnectionSettings): Promise<T | Failed> {
  try {
    return await work();
  } catch (error) {
    return new Failed(translateError(error, settings === undefined ? {} : { settings }));
  }
}

/** The server may have closed the connection itself. */
const alreadyClosed = (): void => undefined;
