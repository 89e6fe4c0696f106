import { parseConnectionUrl, PostgresError } from '@stowbase/postgres';
import { WrongValue, type Kind } from './kind';

const keyBytes = 32;

/** Never says what it was given. */
export const encryptionKey: Kind<Buffer> = {
  what: '32 random bytes as 64 hexadecimal digits or in base64, as `openssl rand -hex 32` prints them',
  parse: (text) => {
    const key = decode(text);
    if (key === null) throw new WrongValue('it is neither hexadecimal nor base64');
    if (key.length !== keyBytes) throw new WrongValue(`it has ${key.length} bytes`);
    if (new Set(key).size < 12) throw new WrongValue('its bytes are not random');
    return key;
  },
};

function decode(text: string): Buffer | null {
  if (/^([0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[a-z0-9+/_-]+={0,2}$/i.test(text) ? Buffer.from(text, 'base64') : null;
}

export const setupToken: Kind<string> = {
  what: '16 to 200 characters without spaces',
  parse: (text) => {
    if (!/^\S+$/.test(text)) throw new WrongValue('it has spaces');
    if (text.length < 16 || text.length > 200) throw new WrongValue(`it has ${text.length}`);
    return text;
  },
};

/** By our own strict parser: node-postgres's reads files that the URL names. Stays a text: what it means depends on the certificates given, too. */
export const postgresUrl: Kind<string> = {
  what: 'an address like postgresql://user:password@host:5432/database',
  parse: (text) => {
    try {
      parseConnectionUrl(text);
      return text;
    } catch (error) {
      if (!(error instanceof PostgresError)) throw error;
      throw new WrongValue(error.message.replace(/\.$/, ''));
    }
  },
};
