/** Where the bytes of one object wait until they get their name. */
export interface Staging {
  /** What is moved to the object's place. */
  readonly source: URL;
  /** Is there until it was moved. */
  readonly trace: URL;
  /** Takes a full buffer; waits while too much is on its way. */
  add(chunk: Buffer): Promise<void>;
  /** Everything is with the server when it resolves. `last` may be empty. */
  finish(last: Buffer, size: number): Promise<void>;
  /** Removes what is there; called once, after the requests were told to end. */
  remove(): Promise<void>;
}
