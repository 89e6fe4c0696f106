import type { Contents, ContentsExtension } from '@stowbase/archive';
import type { TargetFacts } from '../target/target-facts';
import { isOnlyOwner } from './owner/rights';

export interface MissingExtension {
  readonly extension: ContentsExtension;
  /** Goes on from its name: `is not available on this server`. */
  readonly why: string;
}

/** Extensions of the source that the target neither has nor can be given by this user. */
export function missingExtensions(contents: Contents, facts: TargetFacts): MissingExtension[] {
  return contents.source.extensions.flatMap((extension) => {
    const why = whyMissing(extension.name, facts);
    return why === null ? [] : [{ extension, why }];
  });
}

/** On Supabase the platform lets a project's owner make extensions that elsewhere only a superuser may. */
export function whyMissing(name: string, facts: TargetFacts): string | null {
  if (facts.installedExtensions.has(name)) return null;
  const available = facts.availableExtensions.get(name);
  if (available === undefined) return 'is not available on this server';
  if (!isOnlyOwner(facts)) return null;
  if (!available.trusted) return 'can only be made by a superuser here';
  return facts.createInDatabase ? null : `can't be made by ${facts.user}, who may not create in this database`;
}
