/** What a person reads of a file in Drive: the metadata, a line each. */
export function descriptionOf(metadata: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries(metadata).map(([name, value]) => `${name}: ${value}`);
  return ['Made by Stowbase.', ...lines].join('\n');
}
