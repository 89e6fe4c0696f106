import type { Archive } from '@stowbase/archive';
import { runAsItIs, type RestoreScript } from '../script/restore-script';

/** Everything as it stands in the archive: what a new Supabase project gets, or (with the platform) a plain PostgreSQL's superuser. */
export const wholeScript = (
  archive: Archive,
  change: Partial<RestoreScript> & { platform?: boolean } = {},
): RestoreScript => ({
  members: archive.members.filter(({ group }) => group === 'sql' || (group === 'platform' && change.platform === true)),
  decide: runAsItIs,
  toleratesMissingRights: false,
  ...change,
});
