import { TestBed } from '@angular/core/testing';
import { Ladder } from './ladder';

async function show(inputs: Record<string, unknown>): Promise<HTMLElement> {
  const fixture = TestBed.createComponent(Ladder);
  for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}

describe('P-WEB-101 the ladder of checks', () => {
  it.each([
    [0, 'Not checked, 0 of 4 checks', null],
    [1, 'Size, 1 of 4 checks', null],
    [2, 'Checksum, 2 of 4 checks', 'M4 5H14'],
    [3, 'Readable, 3 of 4 checks', 'M4 5H24'],
    [4, 'Restored, 4 of 4 checks', 'M4 5H34'],
  ])(
    'with %d steps: so many dots, joined where two follow each other, and one sentence',
    async (level, label, line) => {
      const svg = (await show({ level })).querySelector('svg')!;
      expect(svg.getAttribute('aria-label')).toBe(label);
      expect(svg.getAttribute('viewBox')).toBe('0 0 38 10');
      const dots = [...svg.querySelectorAll('circle')];
      expect(dots.map((dot) => dot.getAttribute('cx'))).toEqual(['4', '14', '24', '34']);
      expect(dots.map((dot) => dot.getAttribute('r'))).toEqual(
        [0, 1, 2, 3].map((step) => (step < level ? '3.5' : '2.9')),
      );
      expect(svg.querySelector('path')?.getAttribute('d') ?? null).toBe(line);
    },
  );

  it('says that a check is overdue, besides its colour', async () => {
    const element = await show({ level: 2, overdue: true });
    expect(element.className).toContain('overdue');
    expect(element.querySelector('svg')!.getAttribute('aria-label')).toBe('Checksum, 2 of 4 checks, overdue');
  });

  it('is a list of its steps when it stands upright', async () => {
    const element = await show({ level: 1, vertical: true, texts: ['10 Nov 02:45', 'never'] });
    const rows = [...element.querySelectorAll('li')].map((row) =>
      [...row.querySelectorAll('p')]
        .map((line) => line.textContent.replace(/\s+/g, ' ').trim())
        .join(' ')
        .trim(),
    );
    expect(rows).toEqual(['Size L0 10 Nov 02:45', 'Checksum L1 never', 'Readable L2', 'Restored L3']);
    expect(element.querySelectorAll('li.reached path')).toHaveLength(1);
  });
});
