import { mergeSettings, type Settings } from './merge-settings';
import { vaultDriver } from './testing/vault-driver';
import { textLike } from './testing/matchers';

const stored: Settings = {
  room: 'a',
  endpoint: 'https://one.example',
  signIn: 'key',
  secretKey: 'the stored secret',
  passphrase: 'another',
};
const merged = (given: Record<string, unknown>, from: Settings | null = stored) =>
  mergeSettings(vaultDriver, given, from);

describe('what a request makes of stored settings', () => {
  it('leaves a field that it does not name, and removes one that is null', () => {
    expect(merged({ passphrase: null, room: 'b' })).toEqual({
      settings: { room: 'b', endpoint: 'https://one.example', signIn: 'key', secretKey: 'the stored secret' },
      problems: [],
    });
  });

  it.each([
    ['a mask', '••••••••cret'],
    ['the reply', { set: true, hint: 'cret' }],
    ['a reply without a secret', { set: false, hint: null }],
  ])('H33 keeps a secret when %s comes back', (_, mask) => {
    expect(merged({ secretKey: mask })).toEqual({ settings: stored, problems: [] });
  });

  it('H33 an empty secret is a mistake: neither kept nor removed', () => {
    const { problems } = merged({ secretKey: '' });
    expect(problems).toEqual([{ field: 'secretKey', message: textLike('Secret key is empty') }]);
  });

  it('H33 a mask with nothing behind it is a mistake', () => {
    const { problems } = merged({ room: 'a', secretKey: '••••••••' }, null);
    expect(problems).toEqual([{ field: 'secretKey', message: textLike('is a mask') }]);
  });

  it('H34 a secret that begins like sealed bytes or like a file is kept as it is', () => {
    expect(merged({ secretKey: 'enc:v1:abc' }).settings['secretKey']).toBe('enc:v1:abc');
    expect(merged({ secretKey: '{not json' }).settings['secretKey']).toBe('{not json');
  });

  it('drops a stored field that has no meaning with the new choice, and keeps one that the request names', () => {
    const choice = { signIn: 'file', keyFile: '{"k":1}' };
    expect(merged(choice).settings).not.toHaveProperty('secretKey');
    expect(merged({ ...choice, secretKey: 'x' }).settings).toHaveProperty('secretKey', 'x');
  });

  it('sends no stored secret to another address', () => {
    const { problems } = merged({ endpoint: 'https://two.example' });
    expect(problems.map(({ field }) => field)).toEqual(['secretKey', 'passphrase']);
    expect(merged({ endpoint: null }).problems).toHaveLength(2);
    expect(merged({ endpoint: 'https://one.example/' }).problems).toEqual([]);
    expect(merged({ endpoint: 'https://two.example', secretKey: 'new', passphrase: null }).problems).toEqual([]);
  });
});
