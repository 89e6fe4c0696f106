const made = new Map<string, Intl.DateTimeFormat>();

/** British dates, 24 hours. Each kind is made once: making one costs a slow phone milliseconds, and a page shows hundreds. */
export function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const kind = JSON.stringify(options);
  const known = made.get(kind) ?? new Intl.DateTimeFormat('en-GB', options);
  made.set(kind, known);
  return known;
}
