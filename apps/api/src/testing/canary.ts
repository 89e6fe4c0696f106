/** Every way in which a secret might be written somewhere: as it is, in a URL, JSON, SQL, a pass file, hexadecimal or base64. */
export function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      encodeURI(secret),
      new URLSearchParams({ '': secret }).toString().slice(1),
      inJson(secret),
      inJson(inJson(secret)),
      inJson(secret).replaceAll(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
      secret.replaceAll("'", "''"),
      secret.replaceAll(/[\\:]/g, String.raw`\$&`),
      bytes.toString('hex'),
      bytes.toString('latin1'),
      ...[0, 1, 2].flatMap((offset) => {
        const inside = base64Inside(bytes, offset);
        return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
      }),
    ]),
  ];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The characters that don't depend on what stands before or behind, when so many bytes stand before. */
function base64Inside(bytes: Buffer, offset: number): string {
  const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor((whole.length * 8) / 6);
  return whole.toString('base64').slice(first, last);
}

/** Named secrets that are to be found nowhere. */
export class Canaries {
  private readonly forms = new Map<string, readonly Buffer[]>();

  /** @throws Error for one that is too short to be told from chance */
  add(name: string, secret: string): void {
    if (secret.length < 12) throw new Error(`the secret "${name}" is too short to be looked for`);
    this.forms.set(
      name,
      spellingsOf(secret).map((form) => Buffer.from(form)),
    );
  }

  get names(): readonly string[] {
    return [...this.forms.keys()];
  }

  /** The names of those that stand in it in any spelling; `except`: those that may. */
  in(place: string | Uint8Array, except: readonly string[] = []): string[] {
    const bytes = Buffer.isBuffer(place) ? place : Buffer.from(place);
    return this.names.filter(
      (name) => !except.includes(name) && this.forms.get(name)!.some((form) => bytes.includes(form)),
    );
  }
}
