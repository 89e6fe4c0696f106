import { isPlatformSchema, quoteIdentifier } from '@stowbase/postgres';
import type { Comparison } from '../report';
import { tableText, type TableName } from '../table-name';
import type { ComparisonInput } from './comparison-input';
import type { ExpectedSequence } from './expected/expected-state';
import { Findings } from './findings';
import type { Catalogue } from './reading';

type Sequence = ExpectedSequence & { readonly sequence: TableName };

const batchSize = 100;

/** Each value that the archive sets is the sequence's value now. */
export async function compareSequences({ catalogue, expected, facts }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('sequences');
  for (const { what, text } of expected.skipped) if (what === 'sequences') findings.cannot(text);
  const all = [...expected.sequences.values()];
  for (let start = 0; start < all.length; start += batchSize) {
    const batch = all.slice(start, start + batchSize);
    const here = await whichExist(catalogue, batch);
    findings.looked(batch.length);
    for (const one of batch) if (!here.includes(one)) findings.differs(`${tableText(one.sequence)} is missing`);
    const values = (await readValues(catalogue, here)) ?? (await oneByOne(catalogue, here));
    for (const [index, one] of here.entries()) {
      const now = values[index];
      if (now === undefined) {
        findings.cannot(`${tableText(one.sequence)} can't be read with the rights of ${facts.user}`);
      } else if (!isAsExpected(one, now)) findings.differs(differenceText(one, now));
    }
  }
  return findings.comparisons();
}

async function whichExist({ query }: Catalogue, batch: Sequence[]): Promise<Sequence[]> {
  const rows = await query(
    `SELECT s.position::pg_catalog.text AS position
       FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) WITH ORDINALITY AS s (schema, name, position)
       JOIN pg_catalog.pg_namespace n ON n.nspname = s.schema
       JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = s.name AND c.relkind = 'S'
      ORDER BY s.position`,
    [batch.map(({ sequence }) => sequence.schema), batch.map(({ sequence }) => sequence.name)],
  );
  return rows.map((row) => batch[Number(row['position']) - 1]).filter((one) => one !== undefined);
}

/** Null when one of them may not be read. */
async function readValues({ query, permitted }: Catalogue, sequences: Sequence[]): Promise<ExpectedSequence[] | null> {
  if (sequences.length === 0) return [];
  const selects = sequences.map(
    ({ sequence }, index) =>
      `SELECT ${index} AS position, last_value::pg_catalog.text AS value, is_called::pg_catalog.text AS called
         FROM ${quoteIdentifier(sequence.schema)}.${quoteIdentifier(sequence.name)}`,
  );
  const rows = await permitted(() => query(`${selects.join(' UNION ALL ')} ORDER BY 1`));
  return rows?.map((row) => ({ lastValue: row['value'] ?? '', isCalled: row['called'] === 'true' })) ?? null;
}

async function oneByOne(catalogue: Catalogue, sequences: Sequence[]): Promise<(ExpectedSequence | undefined)[]> {
  const values: (ExpectedSequence | undefined)[] = [];
  for (const sequence of sequences) values.push((await readValues(catalogue, [sequence]))?.[0]);
  return values;
}

/** A sequence of the platform's may have gone on: its service is at work. */
function isAsExpected(expected: Sequence, now: ExpectedSequence): boolean {
  if (isPlatformSchema(expected.sequence.schema) && BigInt(now.lastValue) > BigInt(expected.lastValue)) return true;
  return now.lastValue === expected.lastValue && now.isCalled === expected.isCalled;
}

function differenceText({ sequence, lastValue, isCalled }: Sequence, now: ExpectedSequence): string {
  const say = (value: string, called: boolean): string => `${value}${called ? '' : ' (not used yet)'}`;
  return `${tableText(sequence)} stands at ${say(now.lastValue, now.isCalled)}, at the source at ${say(lastValue, isCalled)}`;
}
