import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { ArchiveError } from '../errors';
import { generateIdentity, keysOf, parseIdentityFile } from './identities';
import { checkRecipients } from './recipients';

function errorOf(work: () => unknown): ArchiveError {
  try {
    work();
  } catch (cause) {
    if (cause instanceof ArchiveError) return cause;
  }
  throw new Error('It was accepted.');
}

let key: { identity: string; recipient: string };

beforeAll(async () => {
  key = await generateIdentity();
});

describe('H40: encryption recipients', () => {
  it('are public keys, trimmed, each once', () => {
    expect(checkRecipients([` ${key.recipient}\n`, key.recipient])).toEqual([key.recipient]);
    expect(checkRecipients([])).toEqual([]);
  });

  it.each([['as it is'], ['in lower case'], ['in the middle of a line']])('never a private key %s', (form) => {
    const given =
      { 'as it is': key.identity, 'in lower case': key.identity.toLowerCase() }[form] ?? `x ${key.identity}`;
    const error = errorOf(() => checkRecipients([given]));
    expect(error).toMatchObject({ kind: 'invalid-recipient', code: 'INVALID_RECIPIENT' });
    expect(error.message).toMatch(/That is the private key/);
    expect(JSON.stringify([error.message, error.nextStep, error.detail, error.cause])).not.toContain(
      key.identity.slice(20, 40),
    );
  });

  it.each([
    ['nothing', ''],
    ['an SSH key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW'],
    ['a password', 'hunter2-canary'],
    ['a hardware key', 'age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e'],
  ])('never %s, and it is not repeated', (_, given) => {
    const error = errorOf(() => checkRecipients([given]));
    expect(error.kind).toBe('invalid-recipient');
    if (given !== '') expect(error.message + error.nextStep).not.toContain(given);
  });

  it('never a mistyped one', () => {
    const at = key.recipient.length - 3;
    const wrong = key.recipient.slice(0, at) + (key.recipient[at] === 'q' ? 'p' : 'q') + key.recipient.slice(at + 1);
    expect(errorOf(() => checkRecipients([wrong])).message).toMatch(/mistyped/);
    expect(errorOf(() => checkRecipients([key.recipient.slice(0, -5)])).message).toMatch(/mistyped/);
  });

  it('never post-quantum ones, which older age commands cannot open', async () => {
    const recipient = await identityToRecipient(await generateHybridIdentity());
    expect(errorOf(() => checkRecipients([recipient])).message).toMatch(/X25519/);
  });

  it('never fifty', async () => {
    const many = await Promise.all(Array.from({ length: 50 }, async () => (await generateIdentity()).recipient));
    expect(errorOf(() => checkRecipients(many)).message).toMatch(/50 .* too many/);
  });
});

describe('key files', () => {
  it('hold identities among comments and blank lines', () => {
    expect(
      parseIdentityFile(`# created: today\r\n# public key: ${key.recipient}\r\n\r\n  ${key.identity}\r\n`),
    ).toEqual([key.identity]);
  });

  it.each<[string, () => string, RegExp]>([
    ['nothing', () => '# only a comment\n', /holds no identity/],
    ['a public key', () => `\n${key.recipient}\n`, /Line 2 of the key file is the public key/],
    ['a mistyped identity', () => key.identity.slice(0, -1), /mistyped/],
    ['an SSH key', () => '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA', /Line 1 .* no age identity/],
    ['a plugin identity', () => 'AGE-PLUGIN-YUBIKEY-1QQPQYQYKJ', /Line 1/],
    ['an encrypted key file', () => 'age-encryption.org/v1\n-> scrypt abc 18\n', /itself encrypted/],
    ['an armored encrypted key file', () => '-----BEGIN AGE ENCRYPTED FILE-----\nabc', /itself encrypted/],
  ])('with %s say so without repeating it', (_, text, message) => {
    const error = errorOf(() => parseIdentityFile(text()));
    expect(error).toMatchObject({ kind: 'invalid-identity', code: 'INVALID_IDENTITY' });
    expect(error.message).toMatch(message);
    expect(error.message + error.nextStep).not.toContain(key.identity.slice(20, 40));
  });

  it('without a usable identity open nothing', () => {
    expect(keysOf([])).toBeNull();
    expect(errorOf(() => keysOf(['AGE-SECRET-KEY-1NOPE'])).kind).toBe('invalid-identity');
  });
});
