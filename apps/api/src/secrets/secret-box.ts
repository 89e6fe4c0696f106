/**
 * Which field of which row a secret belongs to: sealed for one, it can't be opened as another. Names as in the database
 * (`storage_destinations`, `config`): a change of the key finds every sealed value by them.
 */
export interface SecretPlace {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

/** Seals secrets for the database (security.md, "Secrets at rest"). DI token and contract; `EnvelopeSecretBox` is the one there is. */
export abstract class SecretBox {
  /** Never the same bytes twice. */
  abstract seal(plain: string, place: SecretPlace): Buffer;

  /** @throws SecretError when the key isn't the one it was sealed with, or a byte was changed */
  abstract open(sealed: Buffer, place: SecretPlace): string;
}
