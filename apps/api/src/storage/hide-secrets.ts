import { secretFields } from '@stowbase/storage';
import type { Settings, WithFields } from './merge-settings';

/** Anything shorter would turn up in ordinary words. */
const shortestHidden = 6;

/**
 * Takes the secrets of a destination out of texts that come from its store: drivers keep them out, but a server may say them back to us.
 * Found as they are, and as URL, JSON and base64 write them.
 */
export function hideSecrets(driver: WithFields, settings: Settings): (text: string) => string {
  const forms = secretFields(driver)
    .map((field) => settings[field])
    .filter((value) => typeof value === 'string')
    .flatMap((value) => [value, ...insideJson(value)])
    .filter((value) => value.length >= shortestHidden)
    .flatMap(written)
    .sort((one, other) => other.length - one.length);
  return (text) => forms.reduce((hidden, form) => hidden.replaceAll(form, '••••'), text);
}

/** The texts in a key file: what a server says back is one of them rather than the file. */
function insideJson(text: string): string[] {
  if (!text.startsWith('{')) return [];
  try {
    const values: unknown[] = Object.values(JSON.parse(text) as object);
    return values.filter((value) => typeof value === 'string').filter(({ length }) => length >= 16);
  } catch {
    // SyntaxError: a secret that only begins like a file.
    return [];
  }
}

const written = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64url'),
];
