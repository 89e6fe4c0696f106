import { X509Certificate } from 'node:crypto';
import { StorageError } from '../storage-error';
import type { Field } from './field';

/** For every driver that speaks HTTP. */
export const allowInsecureField = {
  name: 'allowInsecure',
  label: 'Allow http to public hosts',
  help: 'Without https everybody on the way can read backups and change them. Hosts in your own network need no permission.',
  kind: 'boolean',
  default: false,
  group: 'Advanced',
} as const satisfies Field;

/** For every driver that speaks TLS; read by `trustedCertificates`. */
export const caField = {
  name: 'ca',
  label: 'Trusted certificate',
  help: 'The certificate of the authority that signed the one of the server, as PEM, when that authority is not a well-known one.',
  kind: 'text',
  multiline: true,
  max: 65_536,
  group: 'Advanced',
} as const satisfies Field;

const certificate = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/**
 * PEM of all certificates in the text, which may have lost its line breaks in a form; undefined for none given.
 * @throws StorageError `invalid-config` for the field `ca`
 */
export function trustedCertificates(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const blocks = [...text.matchAll(certificate)].map(([, body = '']) => pemOf(body.replaceAll(/\s/g, '')));
  if (blocks.length > 0 && blocks.every(isCertificate)) return blocks.join('');
  throw new StorageError(
    'invalid-config',
    'The trusted certificate is not a certificate in PEM form.',
    'Paste the whole text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    { field: caField.name },
  );
}

const pemOf = (base64: string): string =>
  `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    // Whatever OpenSSL says of it: it is none.
    return false;
  }
}
