import { translateError } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import { readExpected } from './expected/read-expected';
import { compareForeignKeys } from './foreign-keys';
import { Findings } from './findings';
import { compareMaterializedViews } from './materialized-views';
import { compareObjects } from './objects';
import { comparePolicies } from './policies';
import { comparePrivileges } from './privileges';
import { readingCatalogue } from './reading';
import { compareRowSecurity } from './row-security';
import { compareRows } from './rows';
import { compareSequences } from './sequences';
import { compareSuperuser } from './superuser';
import { compareTriggers } from './triggers';

export interface CompareOptions extends Omit<ComparisonInput, 'expected' | 'catalogue'> {
  /** The connection that restored, in its open transaction; or any, outside of one. Nothing stays changed on it. */
  readonly client: Client;
}

/**
 * What the archive says against what the target has now, without asking the source: `different` is what should be equal and isn't,
 * `not-portable` what was not run or could not be done here. Only names, no rows and no statement's text.
 * @throws PostgresError; ArchiveError
 */
export async function compareRestored({ client, ...input }: CompareOptions): Promise<readonly Comparison[]> {
  const { archive, contents, script, counts } = input;
  const expected = await readExpected({ archive, contents, script, skipped: counts.skipped });
  try {
    return await readingCatalogue(client, async (catalogue) => {
      const found: Comparison[] = [];
      for (const compare of comparisons) found.push(...(await compare({ ...input, expected, catalogue })));
      return found;
    });
  } catch (error) {
    throw translateError(error, { during: 'comparing the target with the archive' });
  }
}

/** The superuser first: without it some of the others can't read. */
const comparisons: readonly ((input: ComparisonInput) => Promise<Comparison[]>)[] = [
  compareSuperuser,
  compareRows,
  compareObjects,
  compareSequences,
  compareForeignKeys,
  compareRowSecurity,
  comparePolicies,
  compareTriggers,
  comparePrivileges,
  compareMaterializedViews,
  compareOwners,
];

/** Only what was left out is known: an owner that could be given was given, or its statement failed. */
function compareOwners({ expected }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('owners');
  for (const { what, text } of expected.skipped) if (what === 'owners') findings.cannot(text);
  return Promise.resolve(findings.comparisons());
}
