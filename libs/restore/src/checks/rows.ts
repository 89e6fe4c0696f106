import { isPlatformSchema, quoteIdentifier } from '@stowbase/postgres';
import { objectKey } from '../object-key';
import type { Comparison } from '../report';
import { tablesOf } from '../plan/row-items';
import type { SelectedTable } from '../script/restore-script';
import { statementsOf } from '../selection/member-statements';
import { tableKey, tableText, type TableName } from '../table-name';
import type { ComparisonInput } from './comparison-input';
import { Findings } from './findings';

/**
 * How many rows the server's COPY took against how many the archive has. Tables that were not made by this restore are also counted:
 * triggers and rules of theirs may have changed what arrived.
 */
export async function compareRows(input: ComparisonInput): Promise<Comparison[]> {
  const findings = new Findings('rows');
  for (const table of tablesOf(input.script, input.contents)) await compareTable(input, table, findings);
  return findings.comparisons();
}

async function compareTable(
  input: ComparisonInput,
  { from, to, rows }: SelectedTable,
  findings: Findings,
): Promise<void> {
  const taken = input.counts.rows.get(tableKey(to));
  if (taken === undefined && rows > 0) {
    const left = await whyLeftOut(input, from);
    if (left === 'unasked') return;
    findings.looked();
    if (left === null) findings.differs(`${tableText(to)}: none of ${rows} rows arrived`);
    else findings.cannot(`${tableText(to)}: its ${rows} rows were not restored: ${left}`);
    return;
  }
  findings.looked();
  if ((taken ?? 0) !== rows) {
    findings.differs(`${tableText(to)}: ${taken ?? 0} of ${rows} rows arrived`);
  } else if (mayHaveChanged(input, to)) await compareCount(input, to, rows, findings);
}

/** The reason why the rows were not to come back, or null when they were. */
async function whyLeftOut(
  { archive, contents, script, counts }: ComparisonInput,
  table: TableName,
): Promise<string | null> {
  const numbers = contents.tables.find((one) => one.schema === table.schema && one.name === table.name)?.members ?? [];
  const members = script.members.filter(({ number }) => numbers.includes(number));
  const [first] = members;
  if (first === undefined) return 'unasked';
  const refused = counts.skipped.find(
    ({ member, text }) => /^COPY\b/i.test(text) && members.some((m) => m.name === member),
  );
  if (refused !== undefined) return refused.reason;
  for await (const { part, index } of statementsOf(archive, first)) {
    if (part.type !== 'copy-begin') continue;
    const decision = script.decide(part, first, index);
    if (decision.do === 'run') return null;
    return decision.unasked === true ? 'unasked' : decision.reason;
  }
  return null;
}

/** Tables that this restore made had neither triggers nor rules when their rows came. */
const mayHaveChanged = ({ expected }: ComparisonInput, { schema, name }: TableName): boolean =>
  isPlatformSchema(schema) || !expected.created.has(objectKey.relation(schema, name));

async function compareCount(input: ComparisonInput, table: TableName, rows: number, findings: Findings): Promise<void> {
  const { query, permitted } = input.catalogue;
  const name = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
  const counted = await permitted(() => query(`SELECT pg_catalog.count(*)::pg_catalog.text AS n FROM ONLY ${name}`));
  if (counted === null) {
    findings.cannot(`${tableText(table)}: its rows can't be counted with the rights of ${input.facts.user}`);
    return;
  }
  const here = Number(counted[0]?.['n']);
  if (here < rows) findings.differs(`${tableText(table)}: ${here} of ${rows} rows are there`);
  else if (here > rows && !mayHaveMore(input, table)) {
    findings.differs(`${tableText(table)}: ${here} rows are there, ${rows} came from the archive`);
  }
}

/** It held rows before, or a service of the platform's writes to it while this goes on. */
function mayHaveMore({ facts }: ComparisonInput, table: TableName): boolean {
  return (
    facts.objects.tablesWithRows.has(tableKey(table)) || (facts.kind !== 'plain' && isPlatformSchema(table.schema))
  );
}
