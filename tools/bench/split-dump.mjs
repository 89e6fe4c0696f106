// A plain dump in parts, so that two psql can send the rows side by side: what is left when a restore costs its client nothing.
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Of rows, then it is the other one's turn. */
const turnBytes = 4e6;

const head = [
  "SET client_encoding = 'UTF8'",
  'SET standard_conforming_strings = on',
  "SELECT pg_catalog.set_config('search_path', '', false)",
]
  .map((statement) => `${statement};\n`)
  .join('');

/**
 * Writes `first.sql` (all before the rows), `rows-0.sql`, `rows-1.sql` (half of the rows each) and `last-0.sql`, `last-1.sql` (every
 * other statement behind them) into `folder`. The bench database has no statement that leans on one of the other half.
 * @param {string} plain a file of pg_dump @param {string} folder
 */
export async function splitDump(plain, folder) {
  const first = writer(folder, 'first');
  const rows = [writer(folder, 'rows-0'), writer(folder, 'rows-1')];
  const last = [writer(folder, 'last-0'), writer(folder, 'last-1')];
  for (const file of [...rows, ...last]) await file.write(head);
  const given = [0, 0];
  let [copy, turn, turnGiven, statement, statements, seenRows] = ['', 0, 0, '', 0, false];
  const lines = createInterface({ input: createReadStream(plain, { highWaterMark: 1 << 20 }), crlfDelay: Infinity });
  const take = () => {
    turn = (given[0] ?? 0) <= (given[1] ?? 0) ? 0 : 1;
    turnGiven = 0;
  };
  for await (const line of lines) {
    if (copy !== '') {
      if (line !== '\\.' && turnGiven > turnBytes) {
        await rows[turn]?.write('\\.\n');
        take();
        await rows[turn]?.write(`${copy}\n`);
      }
      await rows[turn]?.write(`${line}\n`);
      given[turn] = (given[turn] ?? 0) + line.length;
      turnGiven += line.length;
      if (line === '\\.') copy = '';
    } else if (line.startsWith('COPY ')) {
      [copy, seenRows] = [line, true];
      take();
      await rows[turn]?.write(`${line}\n`);
    } else if (!seenRows) {
      await first.write(`${line}\n`);
    } else {
      statement += `${line}\n`;
      if (!line.endsWith(';')) continue;
      await last[statements++ % 2]?.write(statement);
      statement = '';
    }
  }
  await Promise.all([first, ...rows, ...last].map((file) => file.end()));
}

/** @param {string} folder @param {string} name */
function writer(folder, name) {
  const stream = createWriteStream(join(folder, `${name}.sql`), { highWaterMark: 1 << 20 });
  return {
    /** @param {string} text */
    async write(text) {
      if (!stream.write(text)) await once(stream, 'drain');
    },
    async end() {
      stream.end();
      await once(stream, 'close');
    },
  };
}
