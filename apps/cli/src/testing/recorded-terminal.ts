import { Writable } from 'node:stream';
import type { Terminal } from '../screen';

/** A terminal (or not) that remembers every write. */
export class RecordedTerminal extends Writable implements Terminal {
  readonly writes: string[] = [];
  readonly columns = 60;

  constructor(readonly isTTY: boolean) {
    super();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.writes.push(chunk.toString());
    done();
  }

  get text(): string {
    return this.writes.join('');
  }
}
