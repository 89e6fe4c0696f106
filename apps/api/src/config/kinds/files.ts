import { X509Certificate } from 'node:crypto';
import { delimiter, resolve } from 'node:path';
import { shortFile } from '@stowbase/storage';
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

/** @throws WrongValue */
function readShortFile(path: string): string {
  const found = shortFile(path);
  if ('problem' in found) throw new WrongValue(found.problem);
  return found.text;
}
