import type { Client } from 'pg';
import { RestoreError } from '../../errors';
import { sendStatements } from '../../run/send-statements';
import { tableText } from '../../table-name';
import { noCounts, type DoneStep } from '../record/restore-record';
import { noteDone } from '../record/write-record';
import type { StepRun } from '../step-run';
import { localSettings } from './local-settings';
import type { KeyStatement } from './rounds';

/** Makes indexes and constraints in one transaction, together with their lines in the record. */
export async function makeKeys(run: StepRun, client: Client, keys: readonly KeyStatement[]): Promise<void> {
  const during = 'making indexes and constraints';
  await run.query(during, () => client.query('BEGIN'));
  try {
    for (const group of bySettings(keys)) {
      await run.query(during, () => client.query(localSettings(group[0]?.settings ?? '')));
      await sendStatements(client, group.map(placed), { aftermath: 'unfinished' });
      for (const { text, table } of group) run.context.sent(text.length, tableText(table));
    }
  } catch (error) {
    if (!run.context.script.toleratesMissingRights || !isMissingRight(error)) throw error;
    await run.query(during, () => client.query('ROLLBACK'));
    return refused(run, client, keys, error);
  }
  await commit(run, client, keys, { ...noCounts(), statements: keys.length });
}

/** One by one, to find who it was; the one is named, and the restore goes on. */
async function refused(
  run: StepRun,
  client: Client,
  keys: readonly KeyStatement[],
  error: RestoreError,
): Promise<void> {
  const [key] = keys;
  if (key === undefined) return;
  if (keys.length > 1) {
    for (const one of keys) await makeKeys(run, client, [one]);
    return;
  }
  await run.query('making indexes and constraints', () => client.query('BEGIN'));
  const text = key.text.toString('utf8', 0, 800).split('\n', 1)[0]?.slice(0, 200) ?? '';
  const reason = error.detail ?? error.message;
  const skipped = [{ member: key.memberName, statement: key.statement + 1, text, reason }];
  await commit(run, client, keys, { ...noCounts(), skipped });
}

/** Without waiting for the disk: keys and lines are lost together or not at all, and the last step's commit waits for everything. */
async function commit(
  run: StepRun,
  client: Client,
  keys: readonly KeyStatement[],
  counts: StepRun['counts'],
): Promise<void> {
  const steps = keys.map(({ member, statement }): DoneStep => ({ step: 'key', member, statement }));
  await run.query('making indexes and constraints', async () => {
    await noteDone(client, steps, counts);
    await client.query('SET LOCAL synchronous_commit = off; COMMIT');
  });
  await run.committed(steps, counts);
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

const isMissingRight = (error: unknown): error is RestoreError =>
  error instanceof RestoreError &&
  error.code === 'STATEMENT_FAILED' &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === '42501';
