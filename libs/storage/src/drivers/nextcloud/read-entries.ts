import { setImmediate as nextTurn } from 'node:timers/promises';
import { readMultistatus, type DavEntry } from './multistatus';

/** So much is parsed at once: a parsed document takes up to seventy times its length. Characters. */
const pieceLength = 256 * 1024;

/**
 * Reads a 207 reply of any length in pieces, so that a folder of very many files costs little memory and nobody else's turn. Null when it
 * is none, or when what it says of a single resource is longer than a piece.
 */
export async function readEntries(xml: string): Promise<DavEntry[] | null> {
  if (xml.length <= pieceLength) return readMultistatus(xml);
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return null;
  const entries: DavEntry[] = [];
  for (const piece of piecesOf(xml)) {
    const read = piece.length > 2 * pieceLength ? null : readMultistatus(piece);
    if (read === null) return null;
    for (const entry of read) entries.push(entry);
    await nextTurn();
  }
  return entries;
}

/** Documents with the root of the whole, each with as many whole responses as fit. */
function* piecesOf(xml: string): Generator<string> {
  const root = /^[^<]*(?:<\?[^>]*>\s*)?<((?:[\w.-]+:)?multistatus)(?:\s[^<>]*)?>/.exec(xml.slice(0, pieceLength));
  // Whatever that is: too long to be looked at.
  if (root === null) {
    yield xml;
    return;
  }
  const [open, name = ''] = root;
  let [start, end] = [open.length, open.length];
  for (const { 0: close, index } of xml.matchAll(/<\/(?:[\w.-]+:)?response\s*>/g)) {
    if (index + close.length - start > pieceLength && end > start) {
      yield `${open}${xml.slice(start, end)}</${name}>`;
      start = end;
    }
    end = index + close.length;
  }
  yield open + xml.slice(start);
}
