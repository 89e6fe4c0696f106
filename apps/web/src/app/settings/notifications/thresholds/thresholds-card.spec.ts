import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { press, refusal, serve, textOf, type, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import type { Role } from '../../../api/models/role';
import { ThresholdsCard } from './thresholds-card';

describe('P-WEB-505 from when on something is told', () => {
  let service: Served;
  let fixture: ComponentFixture<ThresholdsCard>;
  let page: HTMLElement;
  const stored = { shrinkPercent: 50, freePercent: 10, graceHours: 6 };

  async function open(role: Role): Promise<void> {
    service = serve({ role });
    fixture = TestBed.createComponent(ThresholdsCard);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/notifications/settings').flush(stored);
    await settled(fixture);
  }

  it('is changed by owners, number by number, within the limits of the service', async () => {
    await open('owner');
    await type(fixture, 'config-graceHours', '169');
    await press(fixture, 'Save');
    expect(textOf(page)).toContain('Grace, hours must be 168 or less.');
    await type(fixture, 'config-graceHours', '12');
    await press(fixture, 'Save');
    const request = service.request('PATCH /api/notifications/settings');
    expect(request.request.body).toEqual({ graceHours: 12 });
    request.flush({ ...stored, graceHours: 12 });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=status]'))).toBe('Saved.');
    await type(fixture, 'config-freePercent', '20');
    await press(fixture, 'Save');
    service.request('PATCH /api/notifications/settings').flush(...refusal(503, 'NOT_READY'));
    await settled(fixture);
    expect(textOf(page.querySelector('[role=alert]'))).toContain('Nothing was saved.');
  });

  it('is only read by others', async () => {
    await open('operator');
    expect([...page.querySelectorAll('dd')].map(textOf)).toEqual(['6', '50', '10']);
    expect(page.querySelector('input, button')).toBeNull();
  });
});
