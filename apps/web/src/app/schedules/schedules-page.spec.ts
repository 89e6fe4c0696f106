import { TestBed } from '@angular/core/testing';
import { settled } from '../../testing/settled';
import { refusal, serve, textOf } from '../../testing/serve';
import { SchedulesPage } from './schedules-page';

async function shown(...reply: [object, { status: number; statusText: string }?]): Promise<HTMLElement> {
  const service = serve();
  const fixture = TestBed.createComponent(SchedulesPage);
  await settled(fixture);
  service.request('GET /api/schedules').flush(...reply);
  await settled(fixture);
  return fixture.nativeElement as HTMLElement;
}

describe('P-WEB-274 schedules, which this version does not run', () => {
  it('say so, what to do instead, and have no button that does nothing', async () => {
    const page = await shown({ items: [], next: null });
    expect(textOf(page)).toContain('There are no schedules in this version yet');
    expect(textOf(page)).toContain('“Back up now” above starts a backup at any time.');
    expect([...page.querySelectorAll('button')]).toEqual([]);
  });

  it('that are stored all the same are listed, as not run', async () => {
    const schedule = {
      id: 's1',
      name: 'Every night',
      cron: '30 2 * * *',
      timeZone: 'Europe/Berlin',
      createdAt: '2026-11-01T00:00:00Z',
    };
    const page = await shown({ items: [schedule], next: null });
    expect(textOf(page)).toContain('this version doesn’t run them');
    expect(textOf(page.querySelector('tbody tr'))).toMatch(/^Every night 30 2 \* \* \* Europe\/Berlin/);
  });

  it('can be asked for again when they could not be read', async () => {
    const page = await shown(...refusal(500, 'INTERNAL'));
    expect(textOf(page.querySelector('sb-problem'))).toContain('Retry');
  });
});
