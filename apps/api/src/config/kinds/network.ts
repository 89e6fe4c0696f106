import { isIP } from 'node:net';
import { notThis, WrongValue, type Kind } from './kind';

/** Where to listen. */
export const listenHost: Kind<string> = {
  what: 'an IP address or a host name of this machine',
  parse: (text) => {
    if (isIP(text) === 0 && !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text)) throw notThis(text);
    return text;
  },
};

/** Origin only; with a path the service would have to be mounted there, and a password in it would be in every link. */
export const origin: Kind<URL> = {
  what: 'an address like https://backups.example.com',
  parse: (text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol))
      throw new WrongValue('beginning with http or https');
    if (url.username !== '' || url.password !== '') throw new WrongValue('without user and password');
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
      throw new WrongValue('without anything behind the host and port');
    return url;
  },
};

/** Never "everybody": who may say where a request comes from could lift any limit that is kept by address. */
export const addressRanges: Kind<readonly string[]> = {
  what: 'IP addresses or ranges like 10.0.0.0/8, separated by commas',
  parse: (text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
      .map(checkRange),
};

function checkRange(text: string): string {
  const [address = '', bits, ...rest] = text.split('/');
  if (isIP(address) === 0 || rest.length > 0) throw notThis(text);
  if (bits === undefined) return text;
  const most = isIP(address) === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(bits) || Number(bits) > most) throw notThis(text);
  if (Number(bits) === 0) throw new WrongValue(`not ${text}, which is every address`);
  return text;
}
