import { TestBed } from '@angular/core/testing';
import { press, textOf } from '../../../testing/serve';
import { settled } from '../../../testing/settled';
import { aDestination, GiB, now } from '../testing/dashboards';
import { StoredChart } from './stored-chart';

describe('P-WEB-515 what is stored at each destination', () => {
  const show = async (...destinations: ReturnType<typeof aDestination>[]) => {
    const fixture = TestBed.createComponent(StoredChart);
    fixture.componentRef.setInput('destinations', destinations);
    fixture.componentRef.setInput('at', now.toISOString());
    await settled(fixture);
    return { fixture, page: fixture.nativeElement as HTMLElement };
  };

  it('is drawn against what fits there; of those that grow is said which is full first, and when', async () => {
    const { fixture, page } = await show(
      aDestination('Local disk', { fullInDays: 41 }),
      aDestination('NAS', { fullInDays: 300, totalSize: GiB }),
      aDestination('R2', { availableSpace: null, totalSize: 2 * GiB }),
    );
    expect(textOf(page.querySelector('.foot'))).toBe('Local disk is full in ≈ 41 days (4 Jan)');
    const labels = [...page.querySelectorAll('[role=img]')].map((bar) => bar.getAttribute('aria-label'));
    expect(labels).toEqual([
      'Local disk: 104.0 GiB of 160.0 GiB, full in about 41 days',
      'R2: 2.0 GiB, no limit known',
      'NAS: 1.0 GiB of 57.0 GiB, full in about 300 days',
    ]);
    expect([...page.querySelectorAll('[role=img]')].map((bar) => bar.matches('.grows'))).toEqual([true, false, true]);
    await press(fixture, 'Table');
    expect([...page.querySelectorAll('tbody tr')].map(textOf)).toEqual([
      'Local disk 104.0 GiB 42 56.0 GiB ≈ 41 days',
      'NAS 1.0 GiB 42 56.0 GiB ≈ 300 days',
      'R2 2.0 GiB 42 no limit known',
    ]);
  });

  it('claims nothing where nothing grows', async () => {
    const { page } = await show(aDestination('Local disk'));
    expect(textOf(page.querySelector('.foot'))).toBe('');
  });
});
