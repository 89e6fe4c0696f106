/** Texts of the table with their places filled in: `«name»` by the value of that name, `«a×300»` by so many a. */
export function fill<T>(value: T, places: Readonly<Record<string, string>>): T {
  if (typeof value === 'string') return fillText(value, places) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => fill(one, places)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]) => [fillText(key, places), fill<unknown>(one, places)]);
  return Object.fromEntries(entries) as T;
}

function fillText(text: string, places: Readonly<Record<string, string>>): string {
  return text.replaceAll(/«([^»]+)»/g, (_, name: string) => {
    const [, piece, times] = /^(.+)×(\d+)$/su.exec(name) ?? [];
    if (piece !== undefined) return piece.repeat(Number(times));
    const place = places[name];
    if (place === undefined) throw new Error(`nothing is known of «${name}»`);
    return place;
  });
}

/** A text between slashes as a pattern, any other as itself. */
export const likeText = (text: string): unknown =>
  /^\/.+\/$/s.test(text) ? (expect.stringMatching(new RegExp(text.slice(1, -1), 's')) as unknown) : text;
