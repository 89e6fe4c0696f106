import type { DavClient } from './dav-client';
import type { DavLimits } from './dav-limits';
import { noFolder } from './no-folder';
import { below } from './dav-path';
import { lookUp } from './propfind';

/** A folder that two uploads make at the same time is locked for the second. Milliseconds. */
const lockedWaits = [50, 100, 200, 400, 800];

interface Making {
  readonly account: URL;
  /** From the account's files down. */
  readonly names: readonly string[];
  readonly signal: AbortSignal;
  readonly wait: DavLimits['wait'];
}

/** Makes a folder and those it lies in. One that is there already is fine, and costs one request. */
export async function makeFolder(dav: DavClient, making: Making): Promise<void> {
  const { names } = making;
  if (names.length === 0 || (await made(dav, making, names.length))) return;
  for (let count = 1; count <= names.length; count += 1) {
    if (!(await made(dav, making, count))) throw noFolder(making.account);
  }
}

/** False when the folder that it should lie in isn't there. */
async function made(dav: DavClient, { account, names, signal, wait }: Making, count: number): Promise<boolean> {
  const url = below(account, names.slice(0, count), 'collection');
  const name = names.slice(0, count).join('/');
  for (let attempt = 0; ; attempt += 1) {
    const reply = await dav.tell('MKCOL', url, { signal });
    // 405 is what RFC 4918 §9.3.1 has for "is there"; some servers say 200 or 201 again.
    if ([200, 201, 204, 405].includes(reply.status)) return true;
    if (reply.status === 409 || reply.status === 404) return false;
    const pause = lockedWaits[attempt];
    const locked = reply.status === 423;
    // Who may not make it may still use it; a lock may be that of another upload that makes it.
    if ((locked || reply.status === 403) && (await isFolder(dav, url, name, signal))) return true;
    if (!locked || pause === undefined) throw dav.error(reply, name, url);
    await wait(pause, signal);
  }
}

const isFolder = async (dav: DavClient, url: URL, key: string, signal: AbortSignal): Promise<boolean> =>
  (await lookUp(dav, url, { key, signal }))?.collection === true;
