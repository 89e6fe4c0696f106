import { TestBed } from '@angular/core/testing';
import { Pipeline } from './pipeline';
import type { PipelineView } from './pipeline-view';

const view: PipelineView = {
  stages: [
    { id: 'snapshot', title: 'Snapshot', state: 'done', first: 'held 4 min 9 s', second: '58 tables', flow: null },
    { id: 'dump', title: 'Dump', state: 'running', first: '14.3 MiB/s', second: '3.5 GiB read', flow: 14.3 },
  ],
  destinations: [
    {
      id: 'far',
      title: 'A destination whose name is longer than any box is wide',
      state: 'stalled',
      first: '0 B/s',
      second: 'waiting for it, 34 s',
      flow: null,
    },
  ],
  bottleneck: 'dump',
  caption: 'Dump sets the pace.',
};

async function show(): Promise<HTMLElement> {
  const fixture = TestBed.createComponent(Pipeline);
  fixture.componentRef.setInput('view', view);
  await fixture.whenStable();
  return fixture.nativeElement as HTMLElement;
}
const press = async (element: HTMLElement): Promise<void> => {
  element.querySelector('button')!.click();
  await TestBed.inject((await import('@angular/core')).ApplicationRef).whenStable();
};

describe('P-WEB-152 the picture and its list', () => {
  it('is one image that says what it shows, with the bottleneck marked once', async () => {
    const element = await show();
    const svg = element.querySelector('svg[role=img]')!;
    expect(svg.getAttribute('aria-label')).toBe('Dump sets the pace.');
    expect(svg.querySelectorAll('.flag')).toHaveLength(1);
    expect(svg.querySelector('.box.stalled title')?.textContent).toContain('longer than any box is wide: 0 B/s');
  });

  it('always has the list, for who can not see the picture; a button shows it in place of the picture', async () => {
    const element = await show();
    expect(element.querySelector('.sb-hidden ol')).not.toBeNull();
    await press(element);
    expect(element.querySelector('svg[role=img]')).toBeNull();
    expect(element.querySelector('button')!.getAttribute('aria-pressed')).toBe('true');
    const rows = [...element.querySelectorAll('li')].map((row) => row.textContent.replace(/\s+/g, ' ').trim());
    expect(rows).toEqual([
      'Snapshot Complete held 4 min 9 s 58 tables',
      'Dump Running bottleneck 14.3 MiB/s 3.5 GiB read',
      'A destination whose name is longer than any box is wide Running, stalled 0 B/s waiting for it, 34 s',
    ]);
  });
});
