import { describeConnection, type ConnectionSettings } from '@stowbase/postgres';
import type { TargetKind } from './target-facts';

/** What of a Supabase platform is in this database. */
export interface PlatformPresence {
  readonly database: string;
  /** The cluster has the roles `anon` and `authenticated`. */
  readonly roles: boolean;
  /** This database has the schemas auth and storage, with auth.users. */
  readonly tables: boolean;
}

/**
 * Roles belong to the cluster, so they alone prove nothing about this database. On Supabase's own machines the project's database is always the
 * platform's, even while its services haven't made their tables yet: `platform/` must never be run there. Another database of
 * such a project has no platform and is plain.
 */
export function kindOf(settings: ConnectionSettings, { database, roles, tables }: PlatformPresence): TargetKind {
  const onSupabase = describeConnection(settings).kind !== 'plain';
  if (onSupabase && (tables || database === projectDatabase)) return 'hosted';
  return roles && tables ? 'self-hosted' : 'plain';
}

const projectDatabase = 'postgres';
