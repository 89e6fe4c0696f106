import type { PostgresError, PostgresErrorCode } from '../postgres-error';
import type { ConnectionDescription } from '../supabase-hosts';

export type CheckId =
  | 'form'
  | 'dns'
  | 'tls'
  | 'login'
  | 'version'
  | 'clients'
  | 'role'
  | 'readable'
  | 'row-security'
  | 'large-values'
  | 'size'
  | 'egress'
  | 'connections'
  | 'locks'
  | 'snapshot'
  | 'writable'
  | 'create'
  | 'empty';

export type CheckStatus = 'pass' | 'warn' | 'fail' | 'skip';

export interface DoctorCheck {
  id: CheckId;
  title: string;
  status: CheckStatus;
  /** One or two plain sentences. */
  text: string;
  /** Of the error that failed it; absent where the check itself found something. */
  code?: PostgresErrorCode;
  fix?: { text: string; sql?: string };
  /** How long it took, milliseconds; absent where it was not made. */
  ms?: number;
}

export interface DoctorReport {
  /** Nothing failed; warnings may be there. */
  ok: boolean;
  checks: DoctorCheck[];
  connection: ConnectionDescription;
  /** Absent when nobody could log in. */
  server?: { versionNum: number; version: string; databaseBytes: number | null };
  /** The issuer's key seen now, to be kept as `tls.pin`; null without TLS. */
  pin: string | null;
}

export const titles: Record<CheckId, string> = {
  form: 'Connection string',
  dns: 'Host name',
  tls: 'Encryption',
  login: 'Login',
  version: 'Server version',
  clients: 'Client tools',
  role: 'Role',
  readable: 'Readable tables',
  'row-security': 'Row level security',
  'large-values': 'Large values',
  size: 'Database size',
  egress: 'Data transfer',
  connections: 'Connections',
  locks: 'Room for locks',
  snapshot: 'While a backup runs',
  writable: 'Writable',
  create: 'May create objects',
  empty: 'Contents of the target',
};

const check = (status: CheckStatus, id: CheckId, text: string, fix?: DoctorCheck['fix']): DoctorCheck => ({
  id,
  title: titles[id],
  status,
  text,
  ...(fix === undefined ? {} : { fix }),
});

export const pass = (id: CheckId, text: string): DoctorCheck => check('pass', id, text);
export const skip = (id: CheckId, text: string): DoctorCheck => check('skip', id, text);
export const warn = (id: CheckId, text: string, fix?: DoctorCheck['fix']): DoctorCheck => check('warn', id, text, fix);
export const fail = (id: CheckId, text: string, fix?: DoctorCheck['fix']): DoctorCheck => check('fail', id, text, fix);

/** Gives each check the time since the one before it, milliseconds. */
export function timedFrom(now: () => number): (check: DoctorCheck) => DoctorCheck {
  let last = now();
  return (made) => {
    const before = last;
    last = now();
    return { ...made, ms: Math.max(0, Math.round(last - before)) };
  };
}

export const failedBy = (id: CheckId, error: PostgresError): DoctorCheck => ({
  ...fail(id, error.message, { text: error.nextStep, ...(error.sql === undefined ? {} : { sql: error.sql }) }),
  code: error.code,
});
