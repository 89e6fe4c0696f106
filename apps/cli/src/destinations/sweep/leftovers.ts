import type { UploadState } from '@stowbase/storage';
import type { Destination } from '../open-destination';
import { stateOf } from '../upload-record';
import type { KeptRecord, UploadRecords } from '../upload-records';

/** `running`: its process lives; `elsewhere`: of another machine, or nobody knows whose, and perhaps still under way. */
export type LeftoverState = 'dead' | 'running' | 'elsewhere';

/** An upload that was begun at a destination and perhaps will never end. */
export interface Leftover {
  readonly key: string;
  readonly state: UploadState;
  /** ISO 8601. */
  readonly begunAt: string;
  /** Null where nothing is written down about it. */
  readonly record: KeptRecord | null;
  readonly is: LeftoverState;
}

/** An upload of another machine, or of nobody we know, may be under way for so long. Milliseconds. */
const OLD = 7 * 24 * 60 * 60 * 1000;
/** Only an archive of ours, or what a test of a destination writes, is called so. */
const OURS = /(?:_[0-9a-f]{16}-\d{1,9}\.tar|(?:^|\/)stowbase-probe-[0-9a-f]{16}-[a-z]+)$/;

/**
 * What was written down; and, when asked, what the store has that nobody here knows.
 * @param old also take what is older than 7 days, of other machines or by its name alone
 */
export async function findLeftovers(
  destination: Destination,
  records: UploadRecords,
  old: boolean,
  now = Date.now(),
): Promise<Leftover[]> {
  const isOld = (begunAt: string): boolean => old && now - Date.parse(begunAt) > OLD;
  const written = (await records.of(destination)).map((record): Leftover => {
    const owner = stateOf(record.owner);
    const dead = owner === 'dead' || (owner === 'elsewhere' && isOld(record.begunAt));
    const is = dead ? 'dead' : owner === 'alive' ? 'running' : 'elsewhere';
    return { key: record.key, state: record.state, begunAt: record.begunAt, record, is };
  });
  if (!old || destination.storage.unfinished === undefined) return written;
  const known = new Set(written.flatMap(({ state }) => Object.values(state)));
  const found: Leftover[] = [];
  for await (const { key, state, begun } of destination.storage.unfinished('')) {
    const begunAt = begun.toISOString();
    // A name that the store has for the file alone says as much as that of an archive.
    const named = OURS.test(key) || state['tempName'] !== undefined;
    if (!named || !isOld(begunAt) || Object.values(state).some((value) => known.has(value))) continue;
    found.push({ key, state, begunAt, record: null, is: 'dead' });
  }
  return [...written, ...found];
}
