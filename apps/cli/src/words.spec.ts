import { columns, duration, plain, shellWord } from './words';

describe('words', () => {
  it.each([
    [9.4, '9 s'],
    [245, '4 min 05 s'],
    [7380, '2 h 03 min'],
  ])('%f seconds read as %s', (seconds, text) => expect(duration(seconds)).toBe(text));

  it('names can’t move the cursor, forge a line or turn the text around', () => {
    expect(plain('a\nb\x1b[2Jc\u202Ed')).toBe('a�b�[2Jc�d');
  });

  it('aligns columns without trailing spaces', () => {
    expect(
      columns([
        ['a', 'bb'],
        ['cccc', ''],
      ]),
    ).toEqual(['  a     bb', '  cccc']);
  });

  it('quotes what a shell would take apart', () => {
    expect(shellWord('/a/b.tar')).toBe('/a/b.tar');
    expect(shellWord("it's here")).toBe(`'it'\\''s here'`);
  });
});
