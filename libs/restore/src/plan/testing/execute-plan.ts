import { Readable } from 'node:stream';
import type { Archive } from '@stowbase/archive';
import { copyInto } from '@stowbase/postgres';
import { SqlScanner } from '@stowbase/sql-stream';
import type { Client } from 'pg';
import type { RestorePlan } from '../restore-plan';

export interface Failure {
  readonly member: string;
  readonly text: string;
  readonly error: string;
}

export interface Execution {
  readonly skipped: { text: string; reason: string }[];
  /** Statements that the server refused; each was undone alone. */
  readonly failures: Failure[];
  readonly rows: number;
}

/** Sends everything that a plan's script decides to run, in one transaction, one statement at a time: what fails is seen by itself. */
export async function executePlan(client: Client, archive: Archive, plan: RestorePlan): Promise<Execution> {
  const execution = { skipped: [] as Execution['skipped'], failures: [] as Failure[], rows: 0 };
  await client.query('BEGIN');
  for (const member of plan.script.members) {
    const scanner = new SqlScanner();
    let index = 0;
    let rows: Buffer[] | null = null;
    let copy: { text: string } | null = null;
    const parts = [];
    for await (const chunk of archive.readMember(member.name)) parts.push(...scanner.push(Buffer.from(chunk)));
    for (const part of [...parts, ...scanner.end()]) {
      switch (part.type) {
        case 'statement':
        case 'copy-begin': {
          const decision = plan.script.decide(part, member, index++);
          if (decision.do === 'skip') {
            const text = part.text.toString('utf8', 0, 200);
            if (decision.unasked !== true) execution.skipped.push({ text, reason: decision.reason });
          } else if (part.type === 'copy-begin') {
            copy = { text: decision.text.toString('utf8') };
          } else {
            await attempt(client, member.name, decision.text.toString('utf8'), execution.failures);
          }
          if (part.type === 'copy-begin') rows = [];
          break;
        }
        case 'copy-data':
          rows?.push(Buffer.from(part.bytes));
          break;
        case 'copy-end':
          if (copy !== null && rows !== null) {
            const [{ text }, bytes] = [copy, Buffer.concat(rows)];
            await attempt(client, member.name, text, execution.failures, async () => {
              execution.rows += await copyInto(client, text, Readable.from([bytes]));
            });
          }
          rows = copy = null;
          break;
        case 'meta':
        case 'rest':
          break;
      }
    }
  }
  await client.query('COMMIT');
  return execution;
}

async function attempt(
  client: Client,
  member: string,
  text: string,
  failures: Failure[],
  work = async (): Promise<void> => void (await client.query(text)),
): Promise<void> {
  await client.query('SAVEPOINT one');
  try {
    await work();
    await client.query('RELEASE SAVEPOINT one');
  } catch (error) {
    await client.query('ROLLBACK TO SAVEPOINT one');
    failures.push({ member, text: text.slice(0, 300), error: error instanceof Error ? error.message : String(error) });
  }
}
