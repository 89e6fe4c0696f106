import type { Archive } from '@stowbase/archive';
import { copyInto } from '@stowbase/postgres';
import { splitStatements, type SqlPart } from '@stowbase/sql-stream';
import type { Client } from 'pg';
import type { RestoreScript } from '../../script/restore-script';

/** Sends what a script decides, word for word of its contract: each statement alone, `before` just ahead of its COPY. */
export async function runByContract(client: Client, archive: Archive, script: RestoreScript): Promise<void> {
  await client.query('BEGIN');
  for (const member of script.members) {
    const chunks: Buffer[] = [];
    for await (const chunk of archive.readMember(member.name)) chunks.push(chunk);
    const parts = splitStatements(Buffer.concat(chunks));
    let index = 0;
    for (const [at, part] of parts.entries()) {
      if (part.type !== 'statement' && part.type !== 'copy-begin') continue;
      const decision = script.decide(part, member, index++);
      if (decision.do === 'skip') continue;
      if (decision.before !== undefined) await client.query(decision.before.toString('utf8'));
      if (part.type === 'statement') await client.query(decision.text.toString('utf8'));
      else await copyInto(client, decision.text, rowsBehind(parts, at));
    }
  }
  await client.query('COMMIT');
}

async function* rowsBehind(parts: readonly SqlPart[], begin: number): AsyncGenerator<Buffer> {
  for (let at = begin + 1; ; at++) {
    const part = await Promise.resolve(parts[at]);
    if (part?.type !== 'copy-data') return;
    yield part.bytes;
  }
}
