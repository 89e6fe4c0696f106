import { createHash } from 'node:crypto';
import { fail } from '../errors/common.errors';

/** The place in a list: behind this row. */
export interface Position {
  readonly at: Date;
  readonly id: string;
}

/** Opaque to clients. The checksum ties it to its list, so that a cut, mixed-up or made-up one is refused rather than read as a place. */
export function toCursor(list: string, { at, id }: Position): string {
  const place = `${at.getTime()}.${id}`;
  return Buffer.from(`${checksum(list, place)}.${place}`).toString('base64url');
}

/** @throws ApiError 400 INVALID_INPUT when it isn't one of this list */
export function readCursor(list: string, cursor: string): Position {
  const [, sum, place, time, id] =
    /^([0-9a-f]{12})\.((-?\d{1,16})\.([\w-]{1,64}))$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  const at = new Date(Number(time));
  if (place === undefined || id === undefined || sum !== checksum(list, place) || Number.isNaN(at.getTime()))
    throw notOurs();
  if (toCursor(list, { at, id }) !== cursor) throw notOurs();
  return { at, id };
}

const checksum = (list: string, place: string): string =>
  createHash('sha256').update(`${list}\n${place}`).digest('hex').slice(0, 12);

const notOurs = (): Error =>
  fail('INVALID_INPUT', '"cursor" is not one that this list gave.', {
    field: 'cursor',
    nextStep: 'Leave it out to begin at the first page.',
  });
