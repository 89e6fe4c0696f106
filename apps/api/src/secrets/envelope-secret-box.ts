import type { AppKey } from './app-key';
import { keyIdOf, openEnvelope, sealEnvelope } from './envelope';
import { SecretBox, type SecretPlace } from './secret-box';
import { SecretError } from './secrets.errors';

/** Seals with the current key, opens with the previous one too: both are in use while the key is changed. */
export class EnvelopeSecretBox extends SecretBox {
  constructor(
    private readonly current: AppKey,
    private readonly previous: AppKey | null = null,
  ) {
    super();
  }

  seal(plain: string, place: SecretPlace): Buffer {
    if (!plain.isWellFormed()) throw new SecretError('A secret has half a character in it.');
    return sealEnvelope(Buffer.from(plain, 'utf8'), place, this.current);
  }

  open(sealed: Buffer, place: SecretPlace): string {
    const id = keyIdOf(sealed);
    const where = `${place.table}.${place.column} of ${place.rowId}`;
    if (id === null) throw new SecretError(`What is stored as ${where} is no sealed secret.`);
    const key = [this.current, this.previous].find((one) => one?.is(id) === true);
    if (key === undefined || key === null)
      throw new SecretError(`What is stored as ${where} was sealed with another key.`);
    try {
      return openEnvelope(sealed, place, key).toString('utf8');
    } catch (cause) {
      throw new SecretError(`What is stored as ${where} was changed, or belongs somewhere else.`, cause);
    }
  }

  /** Whether it was sealed with the key that new secrets get. */
  isCurrent(sealed: Buffer): boolean {
    const id = keyIdOf(sealed);
    return id !== null && this.current.is(id);
  }
}
