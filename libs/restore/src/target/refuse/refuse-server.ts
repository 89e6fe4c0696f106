import type { Manifest } from '@stowbase/archive';
import { RestoreError } from '../../errors';
import type { PlanRequest } from '../../request';
import type { TargetFacts } from '../target-facts';

const oldestServer = 14;
const majorOf = (serverVersionNum: number): number => Math.floor(serverVersionNum / 10_000);

export function refuseTooOld(facts: Pick<TargetFacts, 'serverVersionNum' | 'serverVersion'>): void {
  if (majorOf(facts.serverVersionNum) >= oldestServer) return;
  throw new RestoreError(
    'TARGET_TOO_OLD',
    `The target is PostgreSQL ${facts.serverVersion}; a restore needs ${oldestServer} or newer. Nothing was changed.`,
    `Restore into PostgreSQL ${oldestServer} or newer, best the source's own major version or a later one.`,
  );
}

export function refuseReadOnly(facts: TargetFacts): void {
  if (!facts.readOnly) return;
  throw new RestoreError(
    'TARGET_READ_ONLY',
    `The target accepts no changes: ${facts.host} is a standby, or database "${facts.database}" is in read-only mode. Nothing was changed.`,
    'Connect to the primary server; on Supabase read-only mode means a full disk, so enlarge it first.',
  );
}

/** Definitions of a newer major may not exist in an older one: that is for the person to decide. */
export function refuseOlder(
  facts: TargetFacts,
  manifest: Manifest,
  { allowOlderServer }: Pick<PlanRequest, 'allowOlderServer'>,
): void {
  const [source, target] = [majorOf(manifest.serverVersionNum), majorOf(facts.serverVersionNum)];
  if (target >= source || allowOlderServer === true) return;
  throw new RestoreError(
    'TARGET_OLDER',
    `The target is PostgreSQL ${target}, older than the backup's ${source}: what only ${source} knows can't be restored there. Nothing was changed.`,
    `Restore into PostgreSQL ${source} or newer, or try it with --allow-older-server.`,
  );
}
