import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { keyBytes, keyIdBytes, type AppKey } from './app-key';
import type { SecretPlace } from './secret-box';

/**
 * version (1) · key id (8) · data key, sealed with the app key (12 + 32 + 16) · text, sealed with the data key (12 + n + 16).
 * Each secret has a data key of its own, so the app key seals only random bytes, 60 a secret.
 */
const version = 1;
const nonceBytes = 12;
const tagBytes = 16;
const sealedKeyBytes = nonceBytes + keyBytes + tagBytes;
const headBytes = 1 + keyIdBytes;

const algorithm = 'aes-256-gcm';
/** Without it Node takes a tag of 4 bytes for a good one. */
const options = { authTagLength: tagBytes };

export function sealEnvelope(plain: Buffer, place: SecretPlace, key: AppKey): Buffer {
  const belongsTo = additionalData(place, key.id);
  const dataKey = randomBytes(keyBytes);
  return Buffer.concat([
    Buffer.from([version]),
    key.id,
    seal(dataKey, key.bytes, belongsTo),
    seal(plain, dataKey, belongsTo),
  ]);
}

/** @throws Error when it is no envelope of this key and place, or a byte was changed */
export function openEnvelope(sealed: Buffer, place: SecretPlace, key: AppKey): Buffer {
  const belongsTo = additionalData(place, key.id);
  const dataKey = open(sealed.subarray(headBytes, headBytes + sealedKeyBytes), key.bytes, belongsTo);
  return open(sealed.subarray(headBytes + sealedKeyBytes), dataKey, belongsTo);
}

/** Null: no envelope. */
export function keyIdOf(sealed: Buffer): Buffer | null {
  if (sealed.length < headBytes + sealedKeyBytes + nonceBytes + tagBytes || sealed[0] !== version) return null;
  return sealed.subarray(1, headBytes);
}

/** JSON, so that no two places read the same. */
function additionalData({ table, column, rowId }: SecretPlace, keyId: Buffer): Buffer {
  return Buffer.from(JSON.stringify([table, column, rowId, keyId.toString('hex')]));
}

function seal(plain: Buffer, key: Buffer, belongsTo: Buffer): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, options).setAAD(belongsTo);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Buffer, key: Buffer, belongsTo: Buffer): Buffer {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), options)
    .setAAD(belongsTo)
    .setAuthTag(sealed.subarray(-tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
}
