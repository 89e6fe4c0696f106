/** The schemas that keys of `object-key.ts` name, each once. */
export function schemasOf(keys: Iterable<string>): string[] {
  const schemas = new Set<string>();
  for (const key of keys) schemas.add((JSON.parse(key) as string[])[1] ?? '');
  return [...schemas];
}
