import { shown } from '../names/shown';

/** Passwords are hashed or sealed, never stored as they are; settings are sealed, and judged field by field by their driver. */
const judgedElsewhere = /^config$|password$/i;

/**
 * Path of the first text that holds a NUL character, like `options.excludeSchemas[0]`; null: none does. PostgreSQL stores none, files and
 * programs end a text there.
 */
export function findNul(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return value.includes('\0') ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (judgedElsewhere.test(key)) continue;
    const name = Array.isArray(value) ? `${path}[${key}]` : path === '' ? shown(key) : `${path}.${shown(key)}`;
    const found = key.includes('\0') ? name : findNul(inner, name);
    if (found !== null) return found;
  }
  return null;
}
