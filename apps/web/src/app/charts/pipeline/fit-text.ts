/** Widths in Inter as parts of the font's size, a little on the wide side. Digits are tabular. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[ il.,:;'|!]/, 0.29],
  [/[jftr()[\]/-]/, 0.4],
  [/[0-9]/, 0.64],
  [/[mwMW→%@]/, 0.9],
  [/[A-Z]/, 0.7],
  [/[a-z]/, 0.59],
];
/** What isn't Latin may be as wide as it is high. */
const widest = 1;

const widthOf = (character: string): number => widths.find(([kind]) => kind.test(character))?.[1] ?? widest;

/** What of a text fits into so many pixels: SVG text neither breaks nor clips. @param size of the font, pixels */
export function fitText(text: string, pixels: number, size: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += widthOf(character) * size;
    if (used > pixels) return cut(kept, pixels, size);
    kept += character;
  }
  return text;
}

function cut(text: string, pixels: number, size: number): string {
  const characters = Array.from(text);
  const room = pixels - size;
  while (characters.length > 0 && characters.reduce((sum, one) => sum + widthOf(one) * size, 0) > room)
    characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
