import { count } from '../words';
import { isRefused } from './damaged-copy';
import type { DemoFacts } from './demonstrate';
import type { RestoreProof } from './proof';

/** Each restored database beside the sample project. */
export const allProofs = ({ proofs, service }: Pick<DemoFacts, 'proofs' | 'service'>): readonly RestoreProof[] =>
  service === null ? proofs : [...proofs, service.proof];

/** What keeps the demo from having proven anything, one sentence each; empty when everything is as it must be. */
export function problemsOf(
  facts: Pick<DemoFacts, 'backup' | 'verified' | 'damage' | 'report' | 'proofs' | 'service'>,
): string[] {
  const { backup, verified, damage, report, service } = facts;
  const proofs = allProofs(facts);
  const { gaps, contents } = backup.result;
  const named = new Set(contents.limits.map(({ id }) => id));
  return [
    ...gaps.map(({ component, reason }) => `The backup has a gap: ${component.replaceAll('_', ' ')} (${reason}).`),
    ...verified.damaged.map(({ member, reason }) => `The archive is damaged in ${member}: ${reason}.`),
    ...(service?.damaged ?? []).map((member) => `The backup of the service is damaged in ${member}.`),
    ...(isRefused(damage) ? [] : [`A flipped byte in ${damage.member} was not refused by verify and restore.`]),
    ...(report.status === 'done' ? [] : ['The restore by Stowbase found differences itself.']),
    ...report.comparisons.flatMap(({ differences }) => differences),
    ...proofs.flatMap(({ way, missing, added }) =>
      missing.length + added.length === 0
        ? []
        : [
            `Restored ${WAYS[way]}, ${count(missing.length, 'fact')} of the sample project ${missing.length === 1 ? 'is' : 'are'} lost or changed, and ${added.length} more there.`,
          ],
    ),
    ...proofs.flatMap(({ way, limits }) =>
      limits
        .filter((id) => !named.has(id))
        .map((id) => `Restored ${WAYS[way]}, the limit ${id} shows, which the archive doesn't name.`),
    ),
  ];
}

export const WAYS = { stowbase: 'by Stowbase', 'by-hand': 'by hand', service: 'from the service' } as const;
