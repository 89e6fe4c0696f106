import type { ConnectionSettings } from './settings';

export type ConnectionKind = 'supabase-direct' | 'supabase-session-pooler' | 'supabase-other' | 'plain';

export interface ConnectionDescription {
  host: string;
  port: number;
  user: string;
  database: string;
  /** The Supabase project's reference, where host or user names it. */
  ref: string | null;
  kind: ConnectionKind;
  /** For file names: the reference, else the database name; `[a-z0-9-]`, at most 40 characters. */
  slug: string;
}

const poolerHost = /(?:^|\.)pooler\.supabase\.com$/i;
const directHost = /^db\.([a-z0-9]{16,24})\.supabase\.(?:co|red|green|net|in)$/i;
const supabaseHost = /(?:^|\.)supabase\.(?:co|com|red|green|net|in)$/i;

/** Source: connection strings of the Connect dialog (facts: supabase-dump, section 6). */
export const isPoolerHost = (host: string): boolean => poolerHost.test(host);
export const isDirectHost = (host: string): boolean => directHost.test(host);
export const isSupabaseHost = (host: string): boolean => supabaseHost.test(host);

export const transactionPoolerPort = 6543;

/** `postgres.abcdef` on a pooler → role `postgres` of project `abcdef`. The role is what GRANT statements need. */
export function splitPoolerUser(host: string, user: string): { role: string; ref: string | null } {
  const dot = user.lastIndexOf('.');
  if (!isPoolerHost(host) || dot < 1 || dot === user.length - 1) return { role: user, ref: null };
  return { role: user.slice(0, dot), ref: user.slice(dot + 1) };
}

export function describeConnection(settings: ConnectionSettings): ConnectionDescription {
  const { host, port, user, database } = settings;
  const direct = directHost.exec(host)?.[1]?.toLowerCase() ?? null;
  const ref = direct ?? splitPoolerUser(host, user).ref;
  return { host, port, user, database, ref, kind: kindOf(host, port), slug: slug(ref ?? database) };
}

function kindOf(host: string, port: number): ConnectionKind {
  const sessions = port !== transactionPoolerPort;
  if (isPoolerHost(host) && sessions) return 'supabase-session-pooler';
  if (isDirectHost(host) && sessions) return 'supabase-direct';
  return isSupabaseHost(host) ? 'supabase-other' : 'plain';
}

function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return plain.slice(0, 40).replaceAll(/^-+|-+$/g, '') || 'database';
}
