import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { settled } from '../../../testing/settled';
import { buttonOf, press, refusal, serve, textOf } from '../../../testing/serve';
import type { DestinationDto } from '../../api/models/destination-dto';
import { aDestination } from '../testing/example-destination';
import { DeleteDialog } from './delete-dialog';

async function opened(given: Partial<DestinationDto> = {}) {
  const closed: unknown[] = [];
  const service = serve({
    providers: [
      { provide: MAT_DIALOG_DATA, useValue: aDestination(given) },
      { provide: MatDialogRef, useValue: { close: (result: unknown) => closed.push(result) } },
    ],
  });
  const fixture = TestBed.createComponent(DeleteDialog);
  await settled(fixture);
  return { service, fixture, closed, page: fixture.nativeElement as HTMLElement };
}
const choose = async (page: HTMLElement, value: string): Promise<void> => {
  page.querySelector<HTMLInputElement>(`input[value=${value}]`)?.click();
  await Promise.resolve();
};

describe('P-WEB-258 deleting a destination', () => {
  it('with nothing there asks once', async () => {
    const { service, fixture, closed, page } = await opened({ totalBackups: 0, totalSize: 0 });
    expect(textOf(page)).toContain('No copies lie there.');
    await press(fixture, 'Delete Archive');
    const request = service.request('DELETE /api/storage/destinations/d1');
    expect(request.request.params.has('copies')).toBe(false);
    request.flush(null);
    await settled(fixture);
    expect(closed).toEqual([true]);
  });

  it('keeps the files unless somebody chooses otherwise', async () => {
    const { service, fixture, page } = await opened();
    expect(textOf(page)).toContain('4 copies of backups lie there, 8.0 GiB.');
    await press(fixture, 'Delete Archive');
    expect(service.request('DELETE /api/storage/destinations/d1').request.params.get('copies')).toBe('keep');
  });

  it('deletes the files only after its name was typed', async () => {
    const { service, fixture, page } = await opened();
    await choose(page, 'delete');
    await settled(fixture);
    await press(fixture, 'Delete Archive');
    service.http.expectNone(() => true);
    expect(buttonOf(page, 'Delete Archive')?.getAttribute('aria-disabled')).toBe('true');
    expect(textOf(page)).toContain('Type the name first.');
    const field = page.querySelector<HTMLInputElement>('input[matInput]')!;
    field.value = 'Archive';
    field.dispatchEvent(new Event('input'));
    await settled(fixture);
    await press(fixture, 'Delete Archive');
    expect(service.request('DELETE /api/storage/destinations/d1').request.params.get('copies')).toBe('delete');
  });

  it('does not offer to delete files where its credentials can not', async () => {
    const { page } = await opened({ noDelete: true });
    expect(textOf(page)).toContain('Not possible: it is in no-delete mode');
  });

  it('says by what it is still used', async () => {
    const { service, fixture, page, closed } = await opened();
    await press(fixture, 'Delete Archive');
    const more = { detail: '2 copies at Archive are being made or read now.' };
    service.request('DELETE /api/storage/destinations/d1').flush(...refusal(409, 'DESTINATION_IN_USE', more));
    await settled(fixture);
    expect(textOf(page.querySelector('sb-problem'))).toContain('2 copies at Archive are being made or read now.');
    expect(page.querySelector('a')?.getAttribute('href')).toBe('/backups?destination=d1');
    expect(closed).toEqual([]);
  });
});
