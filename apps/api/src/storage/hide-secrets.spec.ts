import { hideSecrets } from './hide-secrets';
import { settingsView } from './settings-view';
import { vaultDriver } from './testing/vault-driver';

const secret = 'p+ss"w/rd & co';
const file = JSON.stringify({ client: 'short', private_key: 'BEGIN line\nanother line END' });

describe('secrets of a destination', () => {
  it.each([
    ['as they are', secret],
    ['as URLs write them', encodeURIComponent(secret)],
    ['as JSON writes them', JSON.stringify(secret)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['from inside a key file', 'BEGIN line\nanother line END'],
    ['from inside a key file as JSON', 'BEGIN line\\nanother line END'],
  ])('are taken out of a text, %s', (_, written) => {
    const hide = hideSecrets(vaultDriver, { secretKey: secret, keyFile: file });
    const text = hide(`The store said: ${written}, sorry.`);
    expect(text).toMatch(/^The store said: "?••••"?, sorry\.$/);
  });

  it('too short to be told from words are left alone', () => {
    expect(hideSecrets(vaultDriver, { secretKey: 'key' })('No key was accepted.')).toBe('No key was accepted.');
  });

  it('are shown as set, with four characters of a long one and none of a file', () => {
    expect(
      settingsView(vaultDriver, { room: 'a', secretKey: 'a-long-secret-1234', passphrase: 'short', keyFile: file }),
    ).toEqual({
      room: 'a',
      secretKey: { set: true, hint: '1234' },
      passphrase: { set: true, hint: null },
      keyFile: { set: true, hint: null },
    });
    expect(settingsView(vaultDriver, { room: 'a' })).toMatchObject({ secretKey: { set: false, hint: null } });
  });

  it('never show a setting that the driver does not know', () => {
    expect(settingsView(vaultDriver, { oldSecret: 'canary' })).not.toHaveProperty('oldSecret');
  });
});
