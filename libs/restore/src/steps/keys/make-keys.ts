import type { Client } from 'pg';
import { MissingRights } from '../../run/missing-rights';
import { queued } from '../../run/statement-batch';
import { StatementSender } from '../../run/statement-sender';
import { tableText } from '../../table-name';
import { noCounts, type DoneStep } from '../record/restore-record';
import type { StepRun } from '../step-run';
import { localSettings } from './local-settings';
import type { KeyStatement } from './rounds';

/** Makes indexes and constraints in one transaction, together with their lines in the record. */
export async function makeKeys(run: StepRun, client: Client, keys: readonly KeyStatement[]): Promise<void> {
  const during = 'making indexes and constraints';
  const { script, signal } = run.context;
  const counts = noCounts();
  const missingRights = script.toleratesMissingRights
    ? new MissingRights((skipped) => void counts.skipped.push(skipped), run.leftOut)
    : null;
  const sender = new StatementSender(client, { aftermath: 'unfinished', signal, missingRights });
  await run.begin(client, during);
  for (const group of bySettings(keys)) {
    await sender.addOwn(localSettings(group[0]?.settings ?? ''));
    for (const key of group) await sender.add(queued(placed(key)));
    await sender.flush();
    for (const { text, table } of group) run.context.sent(text.length, tableText(table));
  }
  counts.statements = sender.statements;
  const steps = keys.map(({ member, statement }): DoneStep => ({ step: 'key', member, statement }));
  await run.commit(client, steps, counts, during);
}

const placed = ({ text, memberName, statement, table }: KeyStatement) => ({
  text,
  place: { member: memberName, statement: statement + 1, table: tableText(table), line: null },
});

function bySettings(keys: readonly KeyStatement[]): KeyStatement[][] {
  const groups: KeyStatement[][] = [];
  for (const key of keys) {
    const last = groups.at(-1);
    if (last?.[0]?.settings === key.settings) last.push(key);
    else groups.push([key]);
  }
  return groups;
}
