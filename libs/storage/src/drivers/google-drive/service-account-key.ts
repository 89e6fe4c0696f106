import { createPrivateKey, type KeyObject } from 'node:crypto';
import { StorageError } from '../../storage-error';

export interface ServiceAccountKey {
  readonly email: string;
  readonly keyId: string;
  readonly privateKey: KeyObject;
}

/**
 * Reads the file that Google Cloud gives for a service account. Its addresses are not used: whoever wrote the file could lead us anywhere.
 * @throws StorageError `invalid-config` for the field `serviceAccountJson`; the file's text is in no error.
 */
export function serviceAccountKey(json: string): ServiceAccountKey {
  const file = JSON.parse(json) as Record<string, unknown>;
  if ('installed' in file || 'web' in file) {
    throw wrong('is the file of an OAuth client, not the key of a service account');
  }
  if (file['type'] !== 'service_account') throw wrong('is not the key of a service account: its type is another one');
  const { client_email: email, private_key_id: keyId, private_key: pem } = file;
  if (typeof email !== 'string' || !/^[^\s@"<>]{1,100}@[^\s@"<>]{1,150}$/.test(email)) throw wrong('names no account');
  if (typeof keyId !== 'string' || typeof pem !== 'string') throw wrong('holds no private key');
  return { email, keyId, privateKey: rsaKey(pem) };
}

function rsaKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Whatever OpenSSL says of it: it may quote the key.
  }
  throw wrong('holds a private key that can not be read');
}

const wrong = (what: string): StorageError =>
  new StorageError(
    'invalid-config',
    `The key of the service account ${what}.`,
    'Add a key of the type JSON to the service account in Google Cloud, and enter that file as it is.',
    { field: 'serviceAccountJson' },
  );
