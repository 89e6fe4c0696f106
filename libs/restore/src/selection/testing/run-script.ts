import type { Archive, Contents } from '@stowbase/archive';
import type { ConnectionSettings } from '@stowbase/postgres';
import { compareRestored } from '../../checks/compare-restored';
import { restoreInOneTransaction } from '../../run/one-transaction';
import type { RestoreScript } from '../../script/restore-script';
import { tableText } from '../../table-name';
import type { TargetFacts } from '../../target/target-facts';
import { noHooks, runNotes } from '../../testing/run-target';
import { statementsOf } from '../member-statements';

export interface ScriptRun {
  /** Rows by `schema.table` of the table they went to. */
  rows: Record<string, number>;
  /** Reasons of what was asked for and left out. */
  skipped: string[];
  /** What the server warned of. */
  warnings: string[];
  /** What the comparison of a restore doesn't find as it should be. */
  different: string[];
}

export interface ScriptToRun {
  readonly archive: Archive;
  readonly contents: Contents;
  readonly script: RestoreScript;
  readonly settings: ConnectionSettings;
  readonly facts: TargetFacts;
}

/** Runs a script as a restore does, in one transaction with its comparison. */
export async function runScript({ archive, contents, script, settings, facts }: ScriptToRun): Promise<ScriptRun> {
  const { context, warnings } = await runNotes(archive, settings, { contents, script, target: facts });
  const different: string[] = [];
  const { rows } = await restoreInOneTransaction(context, {
    ...noHooks,
    after: async (client, counts) => {
      const comparisons = await compareRestored({ client, archive, contents, script, facts, counts });
      for (const { status, differences } of comparisons) if (status === 'different') different.push(...differences);
    },
  });
  return {
    rows: Object.fromEntries([...rows].map(([key, count]) => [nameOf(key), count])),
    skipped: await reasons(archive, script),
    warnings: warnings.map(({ text }) => text),
    different,
  };
}

async function reasons(archive: Archive, script: RestoreScript): Promise<string[]> {
  const found: string[] = [];
  for (const member of script.members) {
    for await (const { part, index } of statementsOf(archive, member)) {
      const decision = script.decide(part, member, index);
      if (decision.do === 'skip' && decision.unasked !== true) found.push(decision.reason);
    }
  }
  return found;
}

function nameOf(key: string): string {
  const [schema = '', name = ''] = JSON.parse(key) as string[];
  return tableText({ schema, name });
}
