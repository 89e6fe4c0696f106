import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { press, serve, textOf, type, type Served } from '../../../../testing/serve';
import { settled } from '../../../../testing/settled';
import type { CheckSettingsDto } from '../../../api/models/check-settings-dto';
import type { Role } from '../../../api/models/role';
import { CheckSettings } from './check-settings';

const stored: CheckSettingsDto = {
  enabled: true,
  everyDays: 30,
  mostBytesPerDay: null,
  bytesPerSecond: 20_000_000,
  copies: 240,
  due: 12,
  bytes: 4.5 * 1024 ** 4,
};

describe('P-WEB-517 how stored copies are checked', () => {
  let service: Served;
  let fixture: ComponentFixture<CheckSettings>;
  let page: HTMLElement;

  async function open(role: Role = 'owner', change: Partial<CheckSettingsDto> = {}): Promise<void> {
    service = serve({ role });
    fixture = TestBed.createComponent(CheckSettings);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/system/checks').flush({ ...stored, ...change });
    await settled(fixture);
  }

  it('is said in numbers, and changed by owners', async () => {
    await open();
    expect(textOf(page.querySelector('.facts'))).toBe(
      '12 of 240 copies were not read in the last 30 days. To read all of them once takes 4.5 TiB.',
    );
    await type(fixture, 'config-everyDays', '14');
    await type(fixture, 'config-mostBytesPerDay', '100 GB');
    await type(fixture, 'config-bytesPerSecond', '');
    await press(fixture, 'Save');
    const request = service.request('PATCH /api/system/checks');
    expect(request.request.body).toEqual({ everyDays: 14, mostBytesPerDay: 100_000_000_000, bytesPerSecond: null });
    request.flush({ ...stored, everyDays: 14 });
    await settled(fixture);
    expect(textOf(page.querySelector('[role=status]'))).toBe('Saved.');
  });

  it('that are off says so, and asks for nothing more; others only read', async () => {
    await open('owner', { enabled: false });
    expect(textOf(page.querySelector('.facts'))).toContain('No copy is read by itself.');
    expect(page.querySelector('#config-everyDays')).toBeNull();
    TestBed.resetTestingModule();
    await open('viewer');
    expect(page.querySelector('button, input')).toBeNull();
  });
});
