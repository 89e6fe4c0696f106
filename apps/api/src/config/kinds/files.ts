import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { WrongValue, type Kind } from './kind';

export const folder: Kind<string> = { what: 'a folder', parse: (text) => resolve(text) };

export const folders: Kind<readonly string[]> = {
  what: `folders, separated by "${delimiter}"`,
  parse: (text) =>
    text
      .split(delimiter)
      .filter((one) => one.trim() !== '')
      .map((one) => resolve(one.trim())),
};

/** The certificates themselves. */
export const certificateFile: Kind<string> = {
  what: 'a file with certificates (PEM)',
  parse: (text) => {
    const pem = readShortFile(text);
    try {
      new X509Certificate(pem);
    } catch {
      throw new WrongValue(`${text} holds none`);
    }
    return pem;
  },
};

const longestFile = 64 * 1024;

/**
 * A value that lies in a file: Docker and Kubernetes hand out secrets so.
 * @throws WrongValue
 */
export function readShortFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason';
    throw new WrongValue(`${path} can't be read (${reason})`);
  }
  if (text.length > longestFile) throw new WrongValue(`${path} is longer than 64 KiB`);
  return text;
}
