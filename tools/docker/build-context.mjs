import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a builder is sent of a fresh clone: the files of the repository that .dockerignore lets through. @param {string} root */
export function buildContext(root) {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const lets = lettingThrough(readFileSync(join(root, '.dockerignore'), 'utf8'));
  return files.split('\0').filter((file) => file !== '' && lets(file));
}

/**
 * The rules of .dockerignore: the last line that matches a file, or a folder it is in, decides.
 * @param {string} text @returns {(file: string) => boolean}
 */
export function lettingThrough(text) {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), pattern: globPattern(line.replace(/^!/, '')) }));
  return (file) => rules.findLast(({ pattern }) => pattern.test(file))?.keeps ?? true;
}

/** A path with `*` and `**`, as Docker reads it: also what lies below a folder of that name. @param {string} glob */
export const globPattern = (glob) =>
  new RegExp(
    `^${glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(?:.*/)?'))}(?:/.*)?$`,
  );
