import type { Archive } from '@stowbase/archive';
import { splitStatements, type SqlPart } from '@stowbase/sql-stream';
import { copyInto } from '@stowbase/postgres';
import type { Client } from 'pg';
import type { RestoreScript } from '../../script/restore-script';
import { tableKey } from '../../table-name';

export interface ScriptRun {
  /** Rows by `schema.table` of the table they went to. */
  rows: Record<string, number>;
  /** The same by `tableKey`. */
  counts: Map<string, number>;
  /** Reasons of what was asked for and left out. */
  skipped: string[];
  /** What the server warned of. */
  warnings: string[];
}

/** Runs a script in one transaction, one statement at a time: what a selection decides, without the runner's batches. */
export async function runScript(client: Client, archive: Archive, script: RestoreScript): Promise<ScriptRun> {
  const run: ScriptRun = { rows: {}, counts: new Map(), skipped: [], warnings: [] };
  client.on('notice', (notice) => {
    if (notice.severity === 'WARNING') run.warnings.push(notice.message ?? '');
  });
  await client.query('BEGIN');
  for (const member of script.members) {
    const chunks: Buffer[] = [];
    for await (const chunk of archive.readMember(member.name)) chunks.push(chunk);
    let index = 0;
    const parts = splitStatements(Buffer.concat(chunks));
    for (const [at, part] of parts.entries()) {
      if (part.type !== 'statement' && part.type !== 'copy-begin') continue;
      const decision = script.decide(part, member, index++);
      if (decision.do === 'skip') {
        if (decision.unasked !== true) run.skipped.push(decision.reason);
        continue;
      }
      const sql = decision.text.toString('utf8');
      try {
        if (decision.before !== undefined) await client.query(decision.before.toString('utf8'));
        if (part.type === 'statement') await client.query(sql);
        else {
          const { schema, table } = decision.copyTarget ?? part.target;
          const taken = await copyInto(client, sql, rowsBehind(parts, at));
          run.rows[`${schema}.${table}`] = (run.rows[`${schema}.${table}`] ?? 0) + taken;
          const key = tableKey({ schema, name: table });
          run.counts.set(key, (run.counts.get(key) ?? 0) + taken);
        }
      } catch (error) {
        throw new Error(`${member.name}: ${(error as Error).message}\n${sql.slice(0, 2000)}`, { cause: error });
      }
    }
  }
  await client.query('COMMIT');
  return run;
}

async function* rowsBehind(parts: readonly SqlPart[], begin: number): AsyncGenerator<Buffer> {
  for (let at = begin + 1; ; at++) {
    const part = await Promise.resolve(parts[at]);
    if (part?.type !== 'copy-data') return;
    yield part.bytes;
  }
}
