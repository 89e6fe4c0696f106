import { TestBed } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { refusal, serve, textOf } from '../../../testing/serve';
import { SystemSection } from './system-section';

const well = { database: 'ok', queue: 'ok', dataFolder: 'ok', clientTools: 'ok', disk: 'ok' };

async function shown(...reply: [object, { status: number; statusText: string }?]): Promise<HTMLElement> {
  const service = serve();
  const fixture = TestBed.createComponent(SystemSection);
  await settled(fixture);
  service.request('GET /api/health/ready').flush(...reply);
  await settled(fixture);
  return fixture.nativeElement as HTMLElement;
}
const rows = (page: HTMLElement): string[] => [...page.querySelectorAll('li')].map(textOf);

describe('P-WEB-263 the system', () => {
  it('tells its version and that it can work', async () => {
    const page = await shown({ status: 'ready', checks: well });
    expect(textOf(page)).toContain('Stowbase 1.2.3');
    expect(rows(page)).toContain('PostgreSQL clients A pg_dump was found.');
    expect(page.querySelector('.tone-bad')).toBeNull();
  });

  it('tells what it lacks, with what to do, when it is not ready', async () => {
    const page = await shown(...refusal(503, 'NOT_READY', { checks: { ...well, clientTools: 'failed' } }));
    expect(rows(page)).toContain('PostgreSQL clients No pg_dump was found: install one, or set PG_CLIENT_DIRS.');
    expect(rows(page)).toContain('Records The records answer.');
  });

  it('says so when it can not even be asked', async () => {
    const page = await shown(...refusal(500, 'INTERNAL'));
    expect(textOf(page.querySelector('sb-problem'))).toContain('INTERNAL happened.');
    expect(rows(page)).toEqual([]);
  });
});
