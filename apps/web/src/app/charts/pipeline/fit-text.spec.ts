import { fitText } from './fit-text';

describe('P-WEB-151 text in a picture', () => {
  it('stays as it is where it has room, and is cut with a sign where not', () => {
    expect(fitText('14.3 MiB/s', 96, 12)).toBe('14.3 MiB/s');
    expect(fitText('held 4 min 10 s', 96, 12)).toBe('held 4 min 10 s');
    expect(fitText('Compress', 64, 12.5)).toBe('Compress');
    expect(fitText('A destination with a very long name', 110, 12.5)).toMatch(/^A destination.*…$/);
    expect(fitText('備份目的地備份目的地備份', 110, 12.5)).toMatch(/^備份目的地備?.?…$/);
  });

  it('is never wider than asked for, by its own measure', () => {
    for (const text of ['WWWWWWWWWWWW', 'iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii', '😀😀😀😀😀😀😀😀😀😀']) {
      const cut = fitText(text, 60, 12);
      expect(fitText(cut, 61, 12)).toBe(cut);
    }
  });
});
