// The folder for everything that tests write: in memory where there is room. Starting a scratch server copies a cluster of
// 40 MB, and SQLite waits for its disk at each commit: on disk that is a third of the time of all tests.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const inMemory = '/dev/shm';
const tmpfsMagic = 0x01021994;
/** Bytes that must be free there, and bytes of memory that must be free beside it. Tests were seen to need 2 GB at once. */
const roomNeeded = 6e9;
const memoryNeeded = 10e9;
const prefix = 'stowbase-test-';

/**
 * @param {{ parent?: string, freeMemory?: number }} o for tests: where memory is mounted, and how much is free in bytes
 * @returns {{ folder: string, remove: () => void }} an empty folder that every OS user can enter and write to, as into `/tmp`
 */
export function makeTemporaryFolder({ parent = inMemory, freeMemory = freemem() } = {}) {
  const folder = newFolder(canHoldTests(parent, freeMemory) ? parent : tmpdir());
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** @param {string} parent @param {number} freeMemory bytes */
function canHoldTests(parent, freeMemory) {
  if (!existsSync(parent) || freeMemory < memoryNeeded) return false;
  sweep(parent);
  const { type, bavail, bsize } = statfsSync(parent);
  return type === tmpfsMagic && bavail * bsize >= roomNeeded && canRunPrograms(parent);
}

/** Containers mount it with `noexec` at times; tests write programs and run them. @param {string} parent */
function canRunPrograms(parent) {
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  try {
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
    return spawnSync(program).status === 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} parent */
function newFolder(parent) {
  const folder = mkdtempSync(join(parent, `${prefix}${process.pid}-`));
  chmodSync(folder, 0o1777);
  return folder;
}

/** Memory that killed runs have left behind: their process's number is in the name. @param {string} parent */
function sweep(parent) {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
