// A process that writes rows as fast as it can, several at a time, and prints the id of each that was reported as committed.
import 'reflect-metadata';
import { openDatabase } from '../open-database';
import { Setting } from '../setting.entity';

const [folder = '', round = ''] = process.argv.slice(2);
const writers = 4;
const database = await openDatabase({ engine: 'sqlite', folder });

async function writeForever(writer: number): Promise<never> {
  for (let n = 0; ; n++) {
    const id = `${round}-${writer}-${n}`;
    await database.write((manager) =>
      manager.insert(Setting, { id, value: { filling: 'x'.repeat(2_000) }, updatedAt: new Date() }),
    );
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all(Array.from({ length: writers }, (_, writer) => writeForever(writer)));
