import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { textOf } from '../../../testing/serve';
import type { TestCheckDto } from '../../api/models/test-check-dto';
import { aCheck, refusedDelete } from '../testing/example-destination';
import { ProbeList } from './probe-list';
import { timeOf, verdictOf } from './shown-probe';

async function shown(checks: TestCheckDto[], type: string | null = null): Promise<HTMLLIElement[]> {
  TestBed.configureTestingModule({ providers: [provideRouter([])] });
  const fixture = TestBed.createComponent(ProbeList);
  fixture.componentRef.setInput('checks', checks);
  fixture.componentRef.setInput('type', type);
  await fixture.whenStable();
  return [...(fixture.nativeElement as HTMLElement).querySelectorAll('li')];
}

describe('P-WEB-254 the checks of a probe', () => {
  it('have their names, their times and a word for who does not see the mark', async () => {
    const [first] = await shown([aCheck('write', { ms: 311 })]);
    expect(textOf(first!)).toBe('Check write : passed. 311 ms write went well.');
  });

  it('name of a failing one the permission that it needs, and what to do', async () => {
    const [, failed] = await shown([aCheck('write'), refusedDelete]);
    expect(textOf(failed!)).toBe(
      'Check delete : failed. 31 ms The store refused: 403 AccessDenied. It needs the permission vault:Delete Allow it for this key.',
    );
    expect(failed!.className).toContain('bad');
  });

  it('lead to the page with everything that has to be allowed', async () => {
    const [passed, failed] = await shown([aCheck('write'), refusedDelete], 'local_mapped');
    expect(failed!.querySelector('a')?.getAttribute('href')).toBe('/destinations/guide/local-folder');
    expect(passed!.querySelector('a')).toBeNull();
  });

  it('say of one that was not tried why, and no time', async () => {
    const [skipped] = await shown([aCheck('tls', { status: 'skipped', ms: 0, detail: 'No network.' })]);
    expect(textOf(skipped!)).toBe('Check tls : not tried. No network.');
  });

  it('are counted in one verdict, without those that were not tried', () => {
    const skipped = aCheck('tls', { status: 'skipped' });
    const warning = aCheck('gone', { status: 'warning' });
    expect(verdictOf([aCheck('a'), skipped])).toEqual({ text: '1 of 1 passed', status: 'passed' });
    expect(verdictOf([aCheck('a'), warning])).toEqual({ text: '2 passed, 1 to know about', status: 'warning' });
    expect(verdictOf([aCheck('a'), warning, refusedDelete])).toEqual({ text: '1 of 3 failed', status: 'failed' });
    expect([timeOf(null), timeOf(999), timeOf(1_240)]).toEqual(['', '999 ms', '1.2 s']);
  });
});
