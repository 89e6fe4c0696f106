import { createHash } from 'node:crypto';

/** Which keys a listing gave: 48 bits of each, so that a million of them is no weight. A key that was not seen may count as seen, never the other way. */
export class SeenKeys {
  private readonly marks = new Set<number>();

  add(key: string): void {
    this.marks.add(markOf(key));
  }

  has(key: string): boolean {
    return this.marks.has(markOf(key));
  }
}

const markOf = (key: string): number => createHash('sha256').update(key).digest().readUIntBE(0, 6);
