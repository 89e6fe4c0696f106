import { TestBed } from '@angular/core/testing';
import { iconPaths } from '../icons/paths';
import { glyphs } from './glyphs';
import { StateWord } from './state-word';
import { componentWord, componentWords, copyWords, destinationWords, projectWords, runWords } from './words';

describe('P-WEB-2 a state', () => {
  it('is a word, a mark that is not read aloud, and a tone', async () => {
    const fixture = TestBed.createComponent(StateWord);
    fixture.componentRef.setInput('word', runWords.complete_with_gaps);
    fixture.componentRef.setInput('chip', true);
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    expect(element.textContent).toBe('Complete with gaps');
    expect(element.className).toContain('tone-warn');
    expect(element.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  });

  it('of a part with a gap says whether something of it is saved', () => {
    const words = (['failed', 'not_permitted', 'saved', 'off'] as const).map((status) =>
      [0, 3].map((count) => componentWord({ status, count }).word),
    );
    expect(words).toEqual([
      ['Failed', 'Partly saved'],
      ['Not permitted', 'Partly saved'],
      ['Saved', 'Saved'],
      ['Off', 'Off'],
    ]);
  });

  it('has a drawing that no state of another tone has: colour alone tells nothing', () => {
    const words = [projectWords, runWords, copyWords, componentWords, destinationWords].flatMap((group) =>
      Object.values(group),
    );
    const tones = new Map<string, Set<string>>();
    for (const { glyph, tone } of words) tones.set(glyph, (tones.get(glyph) ?? new Set()).add(tone));
    expect([...tones].filter(([, of]) => of.size > 1)).toEqual([]);
    expect([...tones.keys()].filter((glyph) => !(glyph in glyphs) && !(glyph in iconPaths))).toEqual([]);
  });
});
