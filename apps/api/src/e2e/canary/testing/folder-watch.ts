import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Canaries } from '../../../testing/canary';

/** A file with a secret in it. */
export interface Leak {
  /** Below the folder. */
  readonly file: string;
  readonly secrets: readonly string[];
  /** Whether its own mode or that of a folder above keeps everybody else out. */
  readonly isPrivate: boolean;
}

/** Reads every file that comes into a folder, every few milliseconds until it is stopped. */
export function watchFolder(folder: string, canaries: Canaries): { stop(): Leak[] } {
  const leaks = new Map<string, Leak>();
  const visit = (path: string, hidden: boolean): void => {
    try {
      const facts = lstatSync(path);
      const isPrivate = hidden || (path !== folder && (facts.mode & 0o077) === 0);
      if (facts.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name), isPrivate);
      if (!facts.isFile()) return;
      const secrets = canaries.in(readFileSync(path));
      const file = relative(folder, path);
      if (secrets.length > 0) leaks.set(file, { file, secrets, isPrivate });
    } catch {
      // It went meanwhile.
    }
  };
  const timer = setInterval(() => visit(folder, false), 8);
  return {
    stop: () => {
      clearInterval(timer);
      return [...leaks.values()];
    },
  };
}
