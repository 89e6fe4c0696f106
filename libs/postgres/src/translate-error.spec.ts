import { inspect } from 'node:util';
import { isRetriable, PostgresError, type PostgresErrorCode } from './postgres-error';
import { translateError, translateToolText } from './translate-error';

const ref = 'abcdefghijklmnopqrst';
const direct = { host: `db.${ref}.supabase.co`, user: 'postgres', password: 'canary-SECRET' };
const pooler = { host: 'aws-0-eu-west-1.pooler.supabase.com', user: `backup.${ref}` };
const plain = { host: 'db.example.com', user: 'backup' };

const socketError = (code: string, message = `connect ${code}`) => Object.assign(new Error(message), { code });
const serverError = (code: string, message: string, more: object = {}) =>
  Object.assign(new Error(message), { code, severity: 'ERROR', ...more });

describe('what pg_dump and libpq write (F52 and others)', () => {
  const cases: [id: string, code: PostgresErrorCode, stderr: string, says: RegExp][] = [
    [
      'F19',
      'SERVER_VERSION_MISMATCH',
      'pg_dump: error: aborting because of server version mismatch\npg_dump: detail: server version: 18.4; pg_dump version: 15.20 (Debian 15.20-0)',
      /15\.20.* older .*18\.4/,
    ],
    [
      'F52',
      'LOCKS_EXHAUSTED',
      'pg_dump: error: query failed: ERROR:  out of shared memory\nHINT:  You might need to increase max_locks_per_transaction.',
      /max_locks_per_transaction/,
    ],
    [
      'F60',
      'VALUE_TOO_LARGE',
      'pg_dump: error: Dumping the contents of table "files" failed: PQgetResult() failed.\npg_dump: detail: Error message from server: ERROR:  invalid memory alloc request size 1152000003\npg_dump: detail: Command was: COPY "public"."files" ("id", "body") TO stdout;',
      /"public"\."files".*1 GB/,
    ],
    [
      'F15',
      'LOCK_TIMEOUT',
      'pg_dump: error: query failed: ERROR:  canceling statement due to lock timeout\npg_dump: detail: Query was: LOCK TABLE "a"."b", "c d"."e", "f"."g", "h"."i" IN ACCESS SHARE MODE',
      /"a"\."b", "c d"\."e", "f"\."g" or 1 more/,
    ],
    [
      'F16',
      'PERMISSION_DENIED',
      'pg_dump: error: query failed: ERROR:  permission denied for table users\npg_dump: detail: Query was: LOCK TABLE "auth"."users", "public"."users" IN ACCESS SHARE MODE',
      /table "users"/,
    ],
    [
      'F16',
      'PERMISSION_DENIED',
      'pg_dump: error: query to get data of sequence "numbers_id_seq" failed: ERROR:  permission denied for sequence numbers_id_seq',
      /GRANT SELECT ON SEQUENCE "numbers_id_seq" TO "backup"/,
    ],
    [
      'F16',
      'PERMISSION_DENIED',
      'pg_dump: error: query failed: ERROR:  permission denied for large object 16400',
      /GRANT SELECT ON LARGE OBJECT 16400 TO "backup"/,
    ],
    [
      'F11',
      'CONNECTION_LOST',
      'pg_dump: error: Dumping the contents of table "x" failed: PQgetCopyData() failed.\npg_dump: detail: Error message from server: SSL SYSCALL error: EOF detected',
      /lost/,
    ],
    [
      'F14',
      'TOO_MANY_CONNECTIONS',
      'pg_dump: error: connection to server at "h" (1.2.3.4), port 5432 failed: FATAL:  remaining connection slots are reserved for non-replication superuser connections',
      /no free connection/,
    ],
    [
      'F14',
      'STARTING_UP',
      'pg_dump: error: connection to server at "h", port 5432 failed: FATAL:  the database system is starting up',
      /starting up/,
    ],
    [
      'F20',
      'HOST_NOT_FOUND',
      'pg_dump: error: could not translate host name "h" to address: Name or service not known',
      /cannot be resolved/,
    ],
    [
      'H10',
      'AUTH_FAILED',
      'pg_dump: error: connection to server at "h", port 5432 failed: FATAL:  password authentication failed for user "backup"',
      /user and password/,
    ],
    [
      'H10',
      'AUTH_FAILED',
      'pg_dump: error: connection to server at "h", port 5432 failed: fe_sendauth: no password supplied',
      /user and password/,
    ],
    [
      'H10',
      'DATABASE_MISSING',
      'pg_dump: error: connection to server at "h", port 5432 failed: FATAL:  database "x" does not exist',
      /no database/,
    ],
    [
      'H10',
      'TENANT_NOT_FOUND',
      'pg_dump: error: connection to server at "h", port 5432 failed: FATAL:  (ENOTFOUND) tenant/user postgres.x not found',
      /pooler/,
    ],
    [
      '',
      'TLS_UNTRUSTED',
      'pg_dump: error: connection to server at "h", port 5432 failed: SSL error: certificate verify failed',
      /not trusted/,
    ],
    [
      '',
      'SNAPSHOT_LOST',
      'pg_dump: error: query failed: ERROR:  snapshot "00000003-00000002-1" does not exist',
      /snapshot/,
    ],
    [
      '',
      'DISK_FULL',
      'pg_dump: error: query failed: ERROR:  could not write to file "base/pgsql_tmp/x": No space left on device',
      /disk/i,
    ],
  ];

  it.each(cases)('%s %s', (_, code, stderr, says) => {
    const error = translateToolText(stderr, { settings: plain })!;
    expect(error.code).toBe(code);
    expect(`${error.message} ${error.nextStep}`).toMatch(says);
    expect(error.detail).toBe(stderr);
  });

  it('cannot be forged by names of tables and columns', () => {
    const lost = (statement: string) =>
      `pg_dump: error: Dumping the contents of table "tenant or user not found" failed: PQgetCopyData() failed.\npg_dump: detail: Error message from server: server closed the connection unexpectedly\npg_dump: detail: Command was: ${statement}`;
    for (const statement of [
      'COPY "public"."paused" ("project", "allow_list") TO stdout;',
      'COPY public.x (password authentication failed, "connection refused") TO stdout;',
      'SELECT a\nFROM b -- no pg_hba.conf entry, no encryption',
    ]) {
      expect(translateToolText(lost(statement))?.code).toBe('CONNECTION_LOST');
    }
    const denied = 'pg_dump: error: query failed: ERROR:  permission denied for table project paused';
    expect(translateToolText(denied)?.code).toBe('PERMISSION_DENIED');
  });

  it('H10 a wrong password is told although libpq tried again without TLS', () => {
    const both =
      'pg_dump: error: connection to server at "h", port 5432 failed: FATAL:  password authentication failed for user "u"\nconnection to server at "h", port 5432 failed: FATAL:  no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", no encryption';
    expect(translateToolText(both)?.code).toBe('AUTH_FAILED');
  });

  it('gives the GRANT for a database that may not be entered', () => {
    const denied = serverError('42501', 'permission denied for database "my db"');
    expect(translateError(denied, { settings: plain }).sql).toBe('GRANT CONNECT ON DATABASE "my db" TO "backup";');
  });

  it('is left to the end gate where no rule knows it', () => {
    expect(translateToolText('pg_dump: error: something new')).toBeNull();
  });
});

describe('what the driver reports', () => {
  it.each<[string, unknown, PostgresErrorCode]>([
    ['a SQLSTATE before any words', serverError('55P03', 'Sperre nicht verfügbar'), 'LOCK_TIMEOUT'],
    [
      'a terminated session',
      serverError('57P01', 'terminating connection due to administrator command'),
      'CONNECTION_LOST',
    ],
    ['a lost socket', new Error('Connection terminated unexpectedly'), 'CONNECTION_LOST'],
    [
      'a used-up client',
      new Error('Client has encountered a connection error and is not queryable'),
      'CONNECTION_LOST',
    ],
    ['a full disk', serverError('53100', 'could not extend file'), 'DISK_FULL'],
    ['memory that is not lock memory', serverError('53200', 'out of memory'), 'QUERY_FAILED'],
    ['a statement timeout', serverError('57014', 'canceling statement due to statement timeout'), 'STATEMENT_TIMEOUT'],
    ['a role named in a query', serverError('42704', 'role "x" does not exist'), 'QUERY_FAILED'],
    [
      'several addresses that refused',
      new AggregateError([socketError('ENETUNREACH'), socketError('ECONNREFUSED')]),
      'UNREACHABLE',
    ],
    ['an abort', new DOMException('x', 'AbortError'), 'CANCELLED'],
    ['no error at all', 42, 'QUERY_FAILED'],
  ])('%s', (_, error, code) => {
    expect(translateError(error, { settings: plain })).toMatchObject({ code });
  });

  it.each<[string, object, string, PostgresErrorCode, RegExp]>([
    ['F20', direct, 'ENOTFOUND', 'HOST_NOT_FOUND', /Session pooler/],
    ['F20 H09', direct, 'ENETUNREACH', 'IPV6_ONLY', /Session pooler/],
    ['F20 H09', direct, 'ETIMEDOUT', 'UNREACHABLE', /Session pooler/],
    ['F20', plain, 'ENETUNREACH', 'UNREACHABLE', /firewalls/],
    ['H10', direct, 'ECONNREFUSED', 'NETWORK_RESTRICTED', /Network Bans/],
    ['', plain, 'ECONNREFUSED', 'UNREACHABLE', /port/],
    ['', direct, 'SELF_SIGNED_CERT_IN_CHAIN', 'TLS_UNTRUSTED', /SUPABASE_CA_FILE/],
  ])('%s %j: %s is %s', (_, settings, nodeCode, code, says) => {
    const error = translateError(socketError(nodeCode), { settings: settings as typeof direct });
    expect(error.code).toBe(code);
    expect(error.nextStep).toMatch(says);
  });

  it('grants to the role, not to the pooler user', () => {
    const denied = serverError('42501', 'permission denied for schema my "s');
    expect(translateError(denied, { settings: pooler }).sql).toBe('GRANT USAGE ON SCHEMA "my ""s" TO "backup";');
  });

  it('says during what, and about what', () => {
    const error = translateError(serverError('55P03', 'x'), { during: 'locking the tables', object: '"public"."t"' });
    expect(error.message).toContain('(while locking the tables)');
    expect(error.message).toContain('"public"."t"');
    expect(error.object).toBe('"public"."t"');
  });

  it('leaves errors of ours as they are', () => {
    const ours = new PostgresError('STALLED', 'x', 'y');
    const foreign = Object.assign(new Error('x'), { kind: 'a', code: 'B', nextStep: 'c' });
    expect(translateError(ours)).toBe(ours);
    expect(translateError(foreign)).toBe(foreign);
  });

  it('never passes a secret on, not even in its cause', () => {
    const echo = serverError('XX000', `no such thing: canary-SECRET and ${encodeURIComponent('canary-SECRET')}`);
    const error = translateError(echo, { settings: direct, secrets: ['other secret'] });
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
  });
});

describe('trying again', () => {
  it.each<[PostgresErrorCode, boolean]>([
    ['TOO_MANY_CONNECTIONS', true],
    ['STARTING_UP', true],
    ['CONNECTION_LOST', true],
    ['UNREACHABLE', true],
    ['AUTH_FAILED', false],
    ['TENANT_NOT_FOUND', false],
    ['TLS_PIN_CHANGED', false],
    ['DUMP_FAILED', false],
  ])('%s: %s', (code, expected) => {
    expect(isRetriable(new PostgresError(code, 'x', 'y'))).toBe(expected);
  });
});

describe('an error of many megabytes, as only a hostile server sends', () => {
  const settings = { host: 'db.example.com', user: 'backup', password: 'canary-SECRET' };

  it('is cut before anything looks through it, between two words, and its cause is not kept', () => {
    const text = `${'word '.repeat(12_000)}${'x'.repeat(5_530)} canary-SECRET ${'word '.repeat(1_000_000)}`;
    const error = translateError(serverError('XX000', text), { settings });
    expect(error.detail?.length).toBeLessThanOrEqual(64 * 1_024 + 2);
    expect(error.detail).toMatch(/ …$/);
    expect(error.cause).toBeUndefined();
    expect(inspect(error, { depth: 9 })).not.toContain('canary');
  });
});
