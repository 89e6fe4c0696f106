/** What a form of settings holds now, by field. */
export type FormValues = Readonly<Record<string, unknown>>;

/** Trimmed; empty for what isn't typed, a stored secret too. */
export function textIn(values: FormValues, field: string): string {
  const value = values[field];
  return typeof value === 'string' ? value.trim() : '';
}
