import { parseIdentityFile } from '@stowbase/archive';
import { readPrivateFile } from './private-file';
import type { Shell } from './shell';

/** The private keys of --identity KEYFILE, as `AGE-SECRET-KEY-…` lines; none without the option. */
export async function readIdentity(shell: Shell, path: string | undefined): Promise<string[]> {
  if (path === undefined) return [];
  const { text, openToOthers } = await readPrivateFile(path, 'The key file');
  if (openToOthers) shell.screen.say(`Note: other users can read ${path}, which holds a private key; "chmod 600" it.`);
  const keys = parseIdentityFile(text);
  for (const key of keys) shell.secrets.add(key);
  return keys;
}
