const MASK = '••••••';
const SHORTEST = 4;

/**
 * The secrets of this run, taken out of every text before it is printed: as they are, URL-encoded and as JSON writes them.
 * A password that is also a public word of the connection (user, database, host) is not one that can be hidden.
 */
export class Secrets {
  private readonly forms = new Set<string>();

  add(secret: string | undefined, publicWords: readonly string[] = []): void {
    if (secret === undefined || secret.length < SHORTEST) return;
    if (publicWords.some((word) => word.includes(secret))) return;
    for (const form of [secret, encodeURIComponent(secret), encodeURI(secret), jsonInner(secret)]) this.forms.add(form);
    this.forms.add(encodeURIComponent(secret).replace(/[!'()*]/g, percent));
  }

  redact(text: string): string {
    let clean = text;
    for (const form of [...this.forms].sort((a, b) => b.length - a.length)) clean = clean.split(form).join(MASK);
    return clean;
  }
}

const jsonInner = (text: string): string => JSON.stringify(text).slice(1, -1);
const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
