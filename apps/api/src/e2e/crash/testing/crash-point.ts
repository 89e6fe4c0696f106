/** Where a process may be killed, in the order of one backup's life. */
export const crashPoints = [
  /** Its row is there, the reply is not. */
  'queued',
  /** Its row says running, nothing else has happened. */
  'claimed',
  'connecting',
  /** A first part lies at the destination, pg_dump waits for more room. */
  'uploading',
  /** Everything but the archive's last 2 KiB, which make it whole. */
  'before END',
  /** Every byte is written, the point of no return is not passed. */
  'after END',
  'committing',
  /** The file has its name, and its temporary name too. */
  'named',
  /** The destination has acknowledged it, the row doesn't know. */
  'published',
  /** The copy's row is right, the run's is not. */
  'settled',
  'succeeded',
  /** The file is gone, its row says that it is to be deleted. */
  'deleted',
] as const;
export type CrashPoint = (typeof crashPoints)[number];
