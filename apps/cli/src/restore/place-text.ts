import type { RestorePlan } from '@stowbase/restore';
import { plain } from '../words';

const KINDS: Readonly<Record<RestorePlan['target']['kind'], string>> = {
  hosted: 'Supabase',
  'self-hosted': 'self-hosted Supabase',
  plain: 'PostgreSQL',
};

/** `project abcdefghijklmnopqrst (Supabase, PostgreSQL 17.6, as postgres)`. */
export function targetText({ target }: Pick<RestorePlan, 'target'>): string {
  const { ref, host, database, kind, user, superuser } = target;
  const name = ref === null ? `database ${plain(database)} on ${plain(host)}` : `project ${plain(ref)}`;
  const product = kind === 'plain' ? '' : `${KINDS[kind]}, `;
  const rights = superuser ? ', a superuser' : '';
  return `${name} (${product}PostgreSQL ${versionText(target.serverVersionNum)}, as ${plain(user)}${rights})`;
}

/** `project ref` or database of the archive, with its moment. */
export function originText({ archive }: Pick<RestorePlan, 'archive'>): string {
  const from =
    archive.projectRef === null ? `database ${plain(archive.database)}` : `project ${plain(archive.projectRef)}`;
  return `${from}, PostgreSQL ${versionText(archive.serverVersionNum)}, data as of ${plain(archive.snapshotAt)}`;
}

/** 150018 → 15.18 */
export const versionText = (num: number): string => `${Math.floor(num / 10_000)}.${num % 10_000}`;
