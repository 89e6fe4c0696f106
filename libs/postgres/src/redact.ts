const mask = '••••';
/** Shorter ones are left: replacing every `a` would make the text unreadable and hide nothing. */
const shortestSecret = 3;

/** Replaces each secret by `••••`, in its raw, URL-, form-, JSON-, base64- and pass-file-encoded forms. */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let clean = text;
  for (const form of encodedForms(secrets)) clean = clean.replaceAll(form, mask);
  return clean;
}

/** Longest first, so that no form is cut by a shorter one inside it. */
function encodedForms(secrets: readonly (string | undefined)[]): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret === undefined || secret.length < shortestSecret) continue;
    const url = encodeURIComponent(secret.toWellFormed());
    const strict = url.replaceAll(/[!'()*~._-]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
    const json = JSON.stringify(secret).slice(1, -1);
    const passFile = secret.replaceAll(/[\\:]/g, String.raw`\$&`);
    const literal = secret.replaceAll("'", "''");
    const forUrl = [url, strict, url.replaceAll('%20', '+')].flatMap((u) => [u, u.replaceAll(/%[0-9A-F]{2}/g, lower)]);
    for (const form of [secret, ...forUrl, json, passFile, literal, Buffer.from(secret).toString('base64')])
      forms.add(form);
  }
  return [...forms].sort((a, b) => b.length - a.length);
}

const lower = (text: string): string => text.toLowerCase();
