import { quoteIdentifier } from '@stowbase/postgres';
import type { Client } from 'pg';
import { readSetval } from '../checks/expected/setval';
import { tableKey, tableText, type TableName } from '../table-name';

interface SequenceValue {
  readonly sequence: TableName;
  readonly lastValue: string;
  readonly isCalled: boolean;
}

/** Outside of a transaction, so that no lock outlives its query. */
const batchSize = 200;

/**
 * PostgreSQL doesn't take a setval() back with its transaction. For sequences that were there before, this does: it notes what they
 * stood at and what the archive set, and sets back those that still stand where the archive put them.
 */
export class SequenceValues {
  private readonly set = new Map<string, SequenceValue>();

  private constructor(private readonly before: ReadonlyMap<string, SequenceValue>) {}

  /** Before the transaction begins. Those that the user may not set are left out: the archive can't set them either. */
  static async read(client: Client): Promise<SequenceValues> {
    const { rows } = await client.query<TableName>(
      `SELECT n.nspname AS schema, c.relname AS name
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE CASE WHEN c.relkind = 'S' AND c.relpersistence <> 't' AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                   THEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT') AND pg_catalog.has_sequence_privilege(c.oid, 'UPDATE') END`,
    );
    const values = await readValues(client, rows);
    return new SequenceValues(new Map(values.map((one) => [tableKey(one.sequence), one])));
  }

  /** A statement is sent; only setval() is looked at. */
  note(statement: Buffer): void {
    const value = readSetval(statement);
    if (value !== null && this.before.has(tableKey(value.sequence))) this.set.set(tableKey(value.sequence), value);
  }

  get areUntouched(): boolean {
    return this.set.size === 0;
  }

  /** What was set, for people. */
  get names(): string[] {
    return [...this.set.values()].map(({ sequence }) => tableText(sequence));
  }

  /** After the transaction was rolled back. A sequence that somebody has used since goes on from there. @throws the driver's error */
  async setBack(client: Client): Promise<void> {
    const now = await readValues(
      client,
      [...this.set.values()].map(({ sequence }) => sequence),
    );
    for (const { sequence, lastValue, isCalled } of now) {
      const key = tableKey(sequence);
      const [set, before] = [this.set.get(key), this.before.get(key)];
      if (before === undefined || set?.lastValue !== lastValue || set.isCalled !== isCalled) continue;
      await client.query(
        'SELECT pg_catalog.setval($1::pg_catalog.regclass, $2::pg_catalog.int8, $3::pg_catalog.bool)',
        [quoted(sequence), before.lastValue, before.isCalled],
      );
    }
    this.set.clear();
  }
}

const quoted = ({ schema, name }: TableName): string => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

async function readValues(client: Client, sequences: readonly TableName[]): Promise<SequenceValue[]> {
  const values: SequenceValue[] = [];
  for (let start = 0; start < sequences.length; start += batchSize) {
    const batch = sequences.slice(start, start + batchSize);
    const selects = batch.map(
      (sequence, index) =>
        `SELECT ${index} AS at, last_value::pg_catalog.text AS value, is_called::pg_catalog.text AS called FROM ${quoted(sequence)}`,
    );
    const { rows } = await client.query<{ at: number | string; value: string; called: string }>(
      selects.join(' UNION ALL '),
    );
    for (const { at, value, called } of rows) {
      const sequence = batch[Number(at)];
      if (sequence !== undefined) values.push({ sequence, lastValue: value, isCalled: called === 'true' });
    }
  }
  return values;
}
