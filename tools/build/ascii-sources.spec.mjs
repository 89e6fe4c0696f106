import { escapeLetters } from './ascii-sources.mjs';

describe('letters beyond ASCII in a source', () => {
  it('become escapes that mean the same in regular expressions, classes and strings', () => {
    const source = 'export default ["ĄŁ·×😀".replace(/[Ąα-ω]/, "x"), /^•{4}/.test("••••"), /^😀$/u.test("😀")]';
    const escaped = escapeLetters(source);
    expect(escaped).toMatch(/^[\x20-\x7e]*$/);
    const value = (text) => new Function(text.replace('export default', 'return'))();
    expect(value(escaped)).toEqual(value(source));
    expect(value(escaped)).toEqual(['xŁ·×😀', true, true]);
  });

  it('stay in a raw literal', () => {
    const source = 'String.raw`“`';
    expect(escapeLetters(source)).toBe(source);
  });
});
