import { isPlatformSchema } from '@stowbase/postgres';
import type { Comparison } from '../report';
import type { ComparisonInput } from './comparison-input';
import type { ExpectedSequence } from './expected/expected-state';
import { Findings } from './findings';
import type { Catalogue } from './reading';

interface Sequence extends ExpectedSequence {
  readonly schema: string;
  /** Quoted and qualified; null when there is none of this name. */
  readonly relation: string | null;
  readonly text: string;
}

const batchSize = 100;

/** Each value that the archive sets is the sequence's value now. */
export async function compareSequences({ catalogue, expected, facts }: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('sequences');
  for (const { what, text } of expected.skipped) if (what === 'sequences') findings.cannot(text);
  const all = [...expected.sequences];
  for (let start = 0; start < all.length; start += batchSize) {
    const sequences = await resolve(catalogue, all.slice(start, start + batchSize));
    findings.looked(sequences.length);
    for (const { text, relation } of sequences) if (relation === null) findings.differs(`${text} is missing`);
    const found = sequences.filter(({ relation }) => relation !== null);
    const values = (await readValues(catalogue, found)) ?? (await oneByOne(catalogue, found));
    for (const [index, sequence] of found.entries()) {
      const value = values[index];
      if (value === undefined) findings.cannot(`${sequence.text} can't be read with the rights of ${facts.user}`);
      else if (!isAsExpected(sequence, value)) findings.differs(differenceText(sequence, value));
    }
  }
  return findings.comparisons();
}

async function resolve({ query }: Catalogue, batch: [string, ExpectedSequence][]): Promise<Sequence[]> {
  const rows = await query(
    `SELECT n.nspname::pg_catalog.text AS schema, pg_catalog.concat(n.nspname, '.', c.relname) AS text,
            pg_catalog.format('%I.%I', n.nspname, c.relname) AS relation
       FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS s (name, position)
       LEFT JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(s.name) AND c.relkind = 'S'
       LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      ORDER BY s.position`,
    [batch.map(([name]) => name)],
  );
  return batch.map(([name, value], index) => {
    const schema = rows[index]?.['schema'] ?? null;
    if (schema === null) return { ...value, schema: '', relation: null, text: name };
    return { ...value, schema, relation: rows[index]?.['relation'] ?? null, text: rows[index]?.['text'] ?? name };
  });
}

/** Null when one of them may not be read. */
async function readValues({ query, permitted }: Catalogue, sequences: Sequence[]): Promise<ExpectedSequence[] | null> {
  if (sequences.length === 0) return [];
  const selects = sequences.map(
    ({ relation }, index) =>
      `SELECT ${index} AS position, last_value::pg_catalog.text AS value, is_called::pg_catalog.text AS called FROM ${relation}`,
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
  if (isPlatformSchema(expected.schema) && BigInt(now.lastValue) > BigInt(expected.lastValue)) return true;
  return now.lastValue === expected.lastValue && now.isCalled === expected.isCalled;
}

function differenceText({ text, lastValue, isCalled }: Sequence, now: ExpectedSequence): string {
  const say = (value: string, called: boolean): string => `${value}${called ? '' : ' (not used yet)'}`;
  return `${text} stands at ${say(now.lastValue, now.isCalled)}, at the source at ${say(lastValue, isCalled)}`;
}
