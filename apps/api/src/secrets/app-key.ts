import { createHmac } from 'node:crypto';

/** Bytes. */
export const keyBytes = 32;
export const keyIdBytes = 8;

/** The key of the installation, with a name that says nothing about it: sealed values carry it. */
export class AppKey {
  readonly id: Buffer;

  /** @param bytes 32 random ones */
  constructor(readonly bytes: Buffer) {
    if (bytes.length !== keyBytes) throw new Error(`a key has ${keyBytes} bytes`);
    this.id = createHmac('sha256', bytes).update('stowbase key id').digest().subarray(0, keyIdBytes);
  }

  is(id: Buffer): boolean {
    return this.id.equals(id);
  }
}
