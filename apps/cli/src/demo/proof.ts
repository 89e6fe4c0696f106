import { diffFingerprints, fingerprint, fixtureLimits, unexplainedDifferences } from '@stowbase/postgres/testing';
import type { Fingerprint, ScratchServer } from '@stowbase/postgres/testing';

/** A restored database beside the sample project. A fact is one line of a fingerprint: one object, one table's rows, one setting. */
export interface RestoreProof {
  readonly way: 'stowbase' | 'by-hand' | 'service';
  /** Facts of the sample project. */
  readonly facts: number;
  /** How many of them the restored database has, exactly. */
  readonly equal: number;
  /** Ids of the named limits that explain facts which differ. */
  readonly limits: readonly string[];
  /** Facts that are lost, or are there and shouldn't be, without a limit that explains it. */
  readonly missing: readonly string[];
  readonly added: readonly string[];
}

/** Everything that makes a database what it is, as its superuser sees it. */
export async function readFacts(server: ScratchServer): Promise<Fingerprint> {
  return await fingerprint(server.settings(server.superuser.user, 'postgres'));
}

/** How many of the sample project's facts a new project doesn't have: what a backup has to bring back. */
export const ownFacts = (source: Fingerprint, newProject: Fingerprint): number =>
  diffFingerprints(source, newProject).missing.length;

export function proofOf(way: RestoreProof['way'], source: Fingerprint, restored: Fingerprint): RestoreProof {
  const all = diffFingerprints(source, restored);
  const differing = [...all.missing, ...all.added];
  const limits = fixtureLimits.filter(
    ({ fixtures, pattern }) => fixtures.includes('plain') && differing.some((line) => pattern.test(line)),
  );
  return {
    way,
    facts: source.length,
    equal: source.length - all.missing.length,
    limits: limits.map(({ id }) => id),
    ...unexplainedDifferences('plain', source, restored),
  };
}
