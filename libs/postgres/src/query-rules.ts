import { commandTables, qualifiedName } from './error-facts';
import { quoteIdentifier } from './query';
import { splitPoolerUser } from './supabase-hosts';
import type { ErrorPlace, ErrorRule } from './translation';

/** During a query or a dump, by SQLSTATE where there is one, else by the words in a tool's stderr. */
export const queryRules: readonly ErrorRule[] = [
  {
    code: 'VALUE_TOO_LARGE',
    text: /invalid memory alloc request size|Cannot enlarge string buffer|string buffer exceeds maximum|row is too big/i,
    object: (facts) => copiedTable(facts.text),
    message: (_, object) =>
      `A value${of(object)} is too large for PostgreSQL to hand out: its text form would pass 1 GB.`,
    nextStep: () =>
      'Find it with "stowbase doctor", then split or remove the value, or leave the rows of that table out of the backup.',
  },
  {
    code: 'LOCKS_EXHAUSTED',
    text: /max_locks_per_transaction|max_pred_locks_per_transaction|out of shared memory/i,
    sqlStates: new Set(['53200']),
    when: (_, facts) => /shared memory|max_(?:pred_)?locks/.test(facts.words),
    message: () => 'The server has too little room for locks on all tables (max_locks_per_transaction).',
    nextStep: () =>
      'Raise max_locks_per_transaction on the server (it needs a restart), or leave schemas out of the backup.',
    sql: () => 'ALTER SYSTEM SET max_locks_per_transaction = 1024;',
  },
  {
    code: 'ROW_SECURITY',
    text: /row-level security policy for table/i,
    object: (facts) => deniedObject(facts.text, /row-level security policy for table "((?:[^"]|"")+)"/),
    message: (_, object) =>
      `Row level security would hide rows${of(object)} from this user, so the backup would be incomplete.`,
    nextStep: (place) => `Back up as a role with BYPASSRLS (on Supabase: postgres): ${bypass(place)}`,
    sql: bypass,
  },
  {
    code: 'PERMISSION_DENIED',
    sqlStates: new Set(['42501']),
    text: /permission denied for|must be owner of|must be superuser/i,
    object: (facts) => denied(facts.text)?.object ?? null,
    message: (facts, object) => {
      const what = denied(facts.text);
      return what === null
        ? 'The user lacks a permission.'
        : `The user may not read ${what.type} ${object ?? what.object}.`;
    },
    nextStep: (place, facts) => {
      const sql = grant(place, facts.text);
      return sql === null
        ? 'Use a role that has it (on Supabase: postgres).'
        : `Grant it, or leave it out of the backup: ${sql}`;
    },
    sql: (place, facts) => grant(place, facts.text),
  },
  {
    code: 'LOCK_TIMEOUT',
    sqlStates: new Set(['55P03']),
    // pg_dump's --lock-wait-timeout sets statement_timeout around its LOCK TABLE.
    text: /due to lock timeout|could not obtain lock on relation|due to statement timeout[\s\S]*LOCK TABLE/i,
    object: (facts) =>
      /could not obtain lock on relation "([^"\n]+)"/.exec(facts.text)?.[1] ?? list(commandTables(facts.text)),
    message: (_, object) =>
      `Another session holds a lock${object === null ? ' on a table' : ` on ${object}`} for longer than the allowed wait.`,
    nextStep: () => 'Run the backup when no migration is running, or allow a longer wait for locks.',
  },
  {
    code: 'STATEMENT_TIMEOUT',
    text: /due to statement timeout/i,
    message: () => 'The server ended a query because of its statement_timeout.',
    nextStep: (place) =>
      `Lift it for this role: ALTER ROLE ${quoteIdentifier(roleOf(place))} SET statement_timeout = 0;`,
  },
  {
    code: 'SERVER_VERSION_MISMATCH',
    text: /server version mismatch/i,
    message: (facts) => {
      const [, server, client] = /server version: ([^;\n]+); \S+ version: ([^\n]+)/.exec(facts.text) ?? [];
      return server === undefined
        ? 'pg_dump is older than the server.'
        : `pg_dump ${client} is older than the server (${server}).`;
    },
    nextStep: () => "Install the client tools of the server's major version.",
  },
  {
    code: 'SNAPSHOT_LOST',
    text: /invalid snapshot identifier|could not import the requested snapshot|snapshot "[^"\n]*" does not exist/i,
    message: () => 'The snapshot of this backup is gone: the connection that held it has ended.',
    nextStep: () => 'Run the backup again; behind a pooler use the session mode (port 5432).',
  },
  {
    code: 'DISK_FULL',
    sqlStates: new Set(['53100']),
    nodeCodes: new Set(['ENOSPC', 'EDQUOT']),
    text: /no space left on device|disk full|disk quota exceeded/i,
    message: () => 'A disk is full.',
    nextStep: () => "Free space on the server's disk (or here, if the text below names a file of this machine).",
  },
  {
    code: 'CONNECTION_LOST',
    sqlStates: new Set(['57P01', '57P02', '57P05', '25P03', '25P04', '08000', '08003', '08006']),
    nodeCodes: new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_PREMATURE_CLOSE']),
    text: /server closed the connection|connection to server was lost|SSL connection has been closed|could not (?:receive|send) data (?:from|to) (?:server|client)|connection terminated|terminating connection|SSL SYSCALL error|no connection to the server|connection reset by peer|broken pipe|not queryable|server conn crashed|DbHandler exited|connection already closed/i,
    message: () => 'The connection to the server was lost.',
    nextStep: () => 'Run it again; if it happens often, look at the network and the memory of the server.',
  },
  {
    code: 'CANCELLED',
    sqlStates: new Set(['57014']),
    text: /canceling statement due to user request/i,
    message: () => 'The query was cancelled.',
    nextStep: () => 'Start it again when you are ready.',
  },
];

const of = (object: string | null): string => (object === null ? '' : ` of ${object}`);
const list = (tables: readonly string[]): string | null =>
  tables.length === 0
    ? null
    : tables.slice(0, 3).join(', ') + (tables.length > 3 ? ` or ${tables.length - 3} more` : '');

export function roleOf({ settings }: ErrorPlace): string {
  return settings === undefined ? 'your_role' : splitPoolerUser(settings.host, settings.user).role;
}

function bypass(place: ErrorPlace): string {
  return `ALTER ROLE ${quoteIdentifier(roleOf(place))} BYPASSRLS;`;
}

function copiedTable(text: string): string | null {
  return commandTables(text)[0] ?? /contents of table "((?:[^"]|"")+)"/.exec(text)?.[1] ?? null;
}

function deniedObject(text: string, pattern: RegExp): string | null {
  const bare = pattern.exec(text)?.[1];
  return bare === undefined ? null : qualifiedName(bare, text);
}

const deniedTypes = 'table|view|materialized view|foreign table|sequence|schema|large object|relation';

function denied(text: string): { type: string; object: string } | null {
  const found = new RegExp(`permission denied for (${deniedTypes}) ("?)([^\\n]+?)\\2(?:\\n|$)`).exec(text);
  const [type, bare] = [found?.[1], found?.[3]];
  if (type === undefined || bare === undefined) return null;
  if (type === 'large object') return { type, object: bare };
  return { type, object: type === 'schema' ? quoteIdentifier(bare) : qualifiedName(bare, text) };
}

function grant(place: ErrorPlace, text: string): string | null {
  const what = denied(text);
  if (what === null) return null;
  const role = quoteIdentifier(roleOf(place));
  if (what.type === 'schema') return `GRANT USAGE ON SCHEMA ${what.object} TO ${role};`;
  if (what.type === 'sequence') return `GRANT SELECT ON SEQUENCE ${what.object} TO ${role};`;
  if (what.type === 'large object') return `GRANT SELECT ON LARGE OBJECT ${what.object} TO ${role};`;
  return `GRANT SELECT ON TABLE ${what.object} TO ${role};`;
}
