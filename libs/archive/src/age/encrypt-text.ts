import { armor } from 'age-encryption';
import { checkRecipients } from './recipients';
import { seal } from './seal';

/**
 * A short text as an armored age file (`-----BEGIN AGE ENCRYPTED FILE-----` …), which `age -d -i key.txt` opens.
 * @throws ArchiveError `invalid-recipient`, also when there is none
 */
export async function encryptText(text: string, recipients: readonly string[]): Promise<string> {
  const checked = checkRecipients(recipients.length === 0 ? [''] : recipients);
  return armor.encode(await seal(Buffer.from(text), checked));
}
