import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armor, Decrypter } from 'age-encryption';
import { hasTool } from '../testing/tools';
import { encryptText } from './encrypt-text';
import { generateIdentity } from './identities';

const text = 'a proof, ümlauts and all';

describe('a text encrypted to recipients', () => {
  it('is an armored age file that each of them opens', async () => {
    const keys = [await generateIdentity(), await generateIdentity()];
    const file = await encryptText(
      text,
      keys.map(({ recipient }) => recipient),
    );
    expect(file).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n[\s\S]+\n-----END AGE ENCRYPTED FILE-----\n$/);
    expect(file).not.toContain(text);
    for (const { identity } of keys) {
      const decrypter = new Decrypter();
      decrypter.addIdentity(identity);
      expect(await decrypter.decrypt(armor.decode(file), 'text')).toBe(text);
    }
  });

  it('is refused without a recipient, and for a private key', async () => {
    const { identity } = await generateIdentity();
    await expect(encryptText(text, [])).rejects.toMatchObject({ kind: 'invalid-recipient' });
    await expect(encryptText(text, [identity])).rejects.toThrow(/That is the private key/);
  });

  (hasTool('age') ? it : it.skip)(
    'P-AGE-1 is opened by the age command (skipped where it is not installed)',
    async () => {
      const { identity, recipient } = await generateIdentity();
      const folder = mkdtempSync(join(tmpdir(), 'stowbase-age-'));
      try {
        writeFileSync(join(folder, 'key.txt'), `${identity}\n`, { mode: 0o600 });
        writeFileSync(join(folder, 'proof.age'), await encryptText(text, [recipient]));
        const opened = execFileSync('age', ['-d', '-i', join(folder, 'key.txt'), join(folder, 'proof.age')]);
        expect(opened.toString()).toBe(text);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
