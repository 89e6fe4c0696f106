import type { ConnectionParts } from './split-connection';

/** Which of Supabase's ways to a database this is. */
export type ConnectionKind =
  'session-pooler' | 'transaction-pooler' | 'direct' | 'dedicated-pooler' | 'supabase' | 'plain';

const sharedPooler = /(?:^|\.)pooler\.supabase\.com$/i;
const direct = /^db\.([a-z0-9]{16,24})\.supabase\.(?:co|red|green|net|in)$/i;
const supabase = /(?:^|\.)supabase\.(?:co|com|red|green|net|in)$/i;
const transactionPort = 6543;

export function kindOf({ host, port }: Pick<ConnectionParts, 'host' | 'port'>): ConnectionKind {
  if (sharedPooler.test(host)) return port === transactionPort ? 'transaction-pooler' : 'session-pooler';
  if (direct.test(host)) return port === transactionPort ? 'dedicated-pooler' : 'direct';
  return supabase.test(host) ? 'supabase' : 'plain';
}

/** On the shared pooler the user carries the project's reference: `postgres.abcdef`. */
export function roleAndRef({ host, user }: Pick<ConnectionParts, 'host' | 'user'>): { role: string; ref: string } {
  const dot = user.lastIndexOf('.');
  if (sharedPooler.test(host) && dot > 0) return { role: user.slice(0, dot), ref: user.slice(dot + 1) };
  return { role: user, ref: direct.exec(host)?.[1]?.toLowerCase() ?? '' };
}

export const kindNames: Record<ConnectionKind, string> = {
  'session-pooler': $localize`Session pooler`,
  'transaction-pooler': $localize`Transaction pooler`,
  direct: $localize`Direct`,
  'dedicated-pooler': $localize`Dedicated pooler`,
  supabase: $localize`Supabase`,
  plain: $localize`PostgreSQL`,
};

/** The same host keeps one session, and so one snapshot, behind another port. Nowhere else is a port guessed. */
export function withSessionPort(text: string, parts: ConnectionParts): string {
  if (kindOf(parts) !== 'transaction-pooler' || parts.portAt === null) return text;
  return `${text.slice(0, parts.portAt[0])}5432${text.slice(parts.portAt[1])}`;
}
