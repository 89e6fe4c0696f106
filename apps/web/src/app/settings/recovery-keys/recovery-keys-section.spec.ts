import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, press, serve, textOf, type Served } from '../../../testing/serve';
import type { RecoveryKeyDto } from '../../api/models/recovery-key-dto';
import type { Role } from '../../api/models/role';
import { Confirm } from '../../feedback/confirm';
import type { Question } from '../../feedback/confirm-dialog';
import { CAN_MAKE_KEYS } from '../../recovery-keys/browser-keys';
import { RecoveryKeysSection } from './recovery-keys-section';

const aKey = (given: Partial<RecoveryKeyDto> = {}): RecoveryKeyDto => ({
  id: 'k1',
  name: 'office-2026',
  recipient: 'age1qyqszqgpqyqszqgp',
  projectId: null,
  status: 'enabled',
  used: true,
  notUsedBecause: null,
  provenAt: '2026-11-03T00:00:00Z',
  createdAt: '2026-11-03T00:00:00Z',
  ...given,
});
const off = aKey({ id: 'k2', name: 'old', status: 'disabled', used: false, notUsedBecause: 'It is switched off.' });
const waiting = aKey({
  id: 'k3',
  name: 'new',
  status: 'unproven',
  used: false,
  notUsedBecause: 'It is not proven yet.',
});

describe('P-WEB-262 recovery keys', () => {
  let service: Served;
  let fixture: ComponentFixture<RecoveryKeysSection>;
  let page: HTMLElement;
  const asked: Question[] = [];

  async function open(keys: RecoveryKeyDto[], role: Role = 'owner'): Promise<void> {
    asked.length = 0;
    const ask = (question: Question): Promise<boolean> => Promise.resolve(asked.push(question) > 0);
    service = serve({
      role,
      providers: [
        { provide: Confirm, useValue: { ask } },
        { provide: CAN_MAKE_KEYS, useValue: true },
      ],
    });
    fixture = TestBed.createComponent(RecoveryKeysSection);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
    service.request('GET /api/recovery-keys').flush({ items: keys, next: null });
    service.request('GET /api/projects').flush({ items: [{ id: 'p1', name: 'shop' }], next: null });
    await settled(fixture);
  }

  it('say which ones new backups are encrypted to, and of the others why not', async () => {
    await open([aKey({ projectId: 'p1' }), off]);
    const [first, second] = [...page.querySelectorAll('li')].map(textOf);
    expect(first).toMatch(/office-2026 age1qyqszqgp… New backups are encrypted to it For shop , proven/);
    expect(second).toContain('It is switched off.');
    expect(page.querySelector('.tone-warn')).toBeNull();
  });

  it('say loudly when new backups are not encrypted', async () => {
    await open([off]);
    expect(textOf(page.querySelector('.sb-panel.tone-warn'))).toContain('New backups are not encrypted.');
  });

  it('are deleted only after their name was typed, and told what follows', async () => {
    await open([aKey(), off]);
    await press(fixture, 'Delete office-2026');
    expect(asked[0]).toMatchObject({ typed: 'office-2026', action: 'Delete key' });
    expect(asked[0]?.text).toContain('keep its file. New backups will not be encrypted any more.');
    service.request('DELETE /api/recovery-keys/k1').flush(null);
    await settled(fixture);
    service.request('GET /api/recovery-keys').flush({ items: [off, waiting], next: null });
    await settled(fixture);
    await press(fixture, 'Delete new');
    expect(asked[1]?.typed).toBeUndefined();
    expect(asked[1]?.text).toBe('Nothing was ever encrypted to it.');
  });

  it('are switched off and on', async () => {
    await open([aKey()]);
    await press(fixture, 'Switch off');
    expect(service.request('PATCH /api/recovery-keys/k1').request.body).toEqual({ enabled: false });
  });

  it('that wait for their proof can be proven with the file, or without it', async () => {
    await open([waiting]);
    await press(fixture, 'Prove it');
    expect(textOf(page.querySelector('sb-prove-key'))).toContain('Load the key file');
    await press(fixture, 'Prove it without loading the file here');
    expect(textOf(page.querySelector('sb-prove-key'))).toContain('Download proof');
  });

  it('are only looked at by who is no owner', async () => {
    await open([aKey()], 'operator');
    expect(buttonOf(page, 'Delete') ?? buttonOf(page, 'Add key')).toBeUndefined();
  });
});
