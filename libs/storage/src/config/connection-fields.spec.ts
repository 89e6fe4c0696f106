import { rootCertificates } from 'node:tls';
import { caField, trustedCertificates } from './connection-fields';
import { checkFields } from './check-fields';
import { ConfigProblems } from './config-problems';

const [one = '', two = ''] = rootCertificates;

describe('a trusted certificate', () => {
  it('is taken as it was pasted, with or without its line breaks, several at once', () => {
    const chain = `${one}\r\n${two}\n`;
    const flattened = chain.replaceAll(/\s+/g, ' ');
    for (const given of [chain, flattened]) {
      const { config } = checkFields([caField], { ca: given });
      const read = trustedCertificates(config['ca'] as string) ?? '';
      expect(read.replaceAll(/\s/g, '')).toBe(chain.replaceAll(/\s/g, ''));
      expect(read.split('\n').every((line) => line.length <= 64)).toBe(true);
    }
    expect(trustedCertificates(undefined)).toBeUndefined();
  });

  it.each(['hello', one.replace(/[A-Z]{3}/, '###'), '-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE-----'])(
    'is refused when it is none (%#)',
    (given) => {
      expect(() => trustedCertificates(given)).toThrow(
        expect.objectContaining({ kind: 'invalid-config', field: 'ca' }) as Error,
      );
    },
  );

  it('may have line breaks, but no other control character', () => {
    expect(() => checkFields([caField], { ca: 'a\tb' })).toThrow(ConfigProblems);
  });
});
