import { TestBed } from '@angular/core/testing';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import type { DestinationDto } from '../../api/models/destination-dto';
import { settled } from '../../../testing/settled';
import { WebWorld } from '../testing/web-world';
import { BackUpDialog } from './back-up-dialog';
import { BackUpNow } from './back-up-now';

const project = (name: string) => ({ id: `id of ${name}`, name });
const destination = (name: string, change: Partial<DestinationDto> = {}) => ({
  id: `id of ${name}`,
  name,
  enabled: true,
  closing: false,
  config: {},
  validationStatus: 'valid',
  ...change,
});
const page = (items: object[]) => ({ items, next: null });

describe('P-WEB-175 "Back up now"', () => {
  const show = async (projects: object[], destinations: object[]): Promise<HTMLElement> => {
    const world = new WebWorld();
    const fixture = TestBed.createComponent(BackUpNow);
    fixture.detectChanges();
    world.answer('/projects', page(projects));
    world.answer('/storage/destinations', page(destinations));
    await settled(fixture);
    return fixture.nativeElement as HTMLElement;
  };

  it.each([
    [[], [], 'Connect a project first'],
    [[project('shop')], [], 'Add a destination first'],
  ])('is off, with the reason beside it, while something is missing', async (projects, destinations, why) => {
    const element = await show(projects, destinations);
    expect(element.querySelector('#why-no-backup')?.textContent).toBe(why);
    const button = element.querySelector('button')!;
    expect(button.getAttribute('aria-disabled')).toBe('true');
    expect(button.getAttribute('aria-describedby')).toBe('why-no-backup');
  });

  it('is on when there is a project and a destination', async () => {
    const element = await show([project('shop')], [destination('Local')]);
    expect(element.querySelector('#why-no-backup')).toBeNull();
    expect(element.querySelector('button')!.getAttribute('aria-disabled')).not.toBe('true');
  });
});

describe('P-WEB-176 the dialog that starts a backup', () => {
  let world: WebWorld;
  let closed: unknown[];
  const show = async (projects: object[], destinations: object[]) => {
    world = new WebWorld();
    closed = [];
    TestBed.configureTestingModule({
      providers: [
        { provide: MatDialogRef, useValue: { close: (value: unknown) => closed.push(value) } },
        { provide: MAT_DIALOG_DATA, useValue: null },
      ],
    });
    const fixture = TestBed.createComponent(BackUpDialog);
    fixture.detectChanges();
    world.answer('/projects', page(projects));
    world.answer('/storage/destinations', page(destinations));
    await settled(fixture);
    const element = fixture.nativeElement as HTMLElement;
    const button = (name: RegExp): HTMLButtonElement =>
      [...element.querySelectorAll('button')].find((one) => name.test(one.ariaLabel ?? one.textContent))!;
    return { fixture, element, button };
  };

  it('asks once where to, with everything ready chosen, and starts by one press', async () => {
    const { fixture, element, button } = await show(
      [project('shop')],
      [
        destination('Local'),
        destination('Broken', { validationStatus: 'invalid' }),
        destination('Paused', { enabled: false }),
      ],
    );
    const boxes = [...element.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
    expect(element.textContent).toContain('(it is paused)');
    button(/Start backup/).click();
    const request = world.request('/backups', 'POST');
    expect(request.request.body).toEqual({ projectId: 'id of shop', destinations: ['id of Local'] });
    request.flush({ id: 'b1' });
    await settled(fixture);
    expect(closed).toEqual(['b1']);
  });

  it('has a button for each of several projects', async () => {
    const { button } = await show([project('shop'), project('crm')], [destination('Local')]);
    button(/^Back up crm$/).click();
    expect(world.request('/backups', 'POST').request.body).toMatchObject({ projectId: 'id of crm' });
  });

  it('says why nothing can begin without a destination', async () => {
    const { element, button } = await show([project('shop')], [destination('Broken', { validationStatus: 'invalid' })]);
    expect(element.querySelector('#why-not')?.textContent).toBe('Choose at least one destination.');
    expect(button(/Start backup/).getAttribute('aria-disabled')).toBe('true');
    button(/Start backup/).click();
    world.http.expectNone('/api/backups');
  });

  it('leads to the run that is under way already', async () => {
    const { fixture, button } = await show([project('shop')], [destination('Local')]);
    button(/Start backup/).click();
    const running = { code: 'RUN_ACTIVE', status: 409, detail: 'One runs.', backupId: 'b7' };
    world.request('/backups', 'POST').flush(running, { status: 409, statusText: 'Conflict' });
    await settled(fixture);
    expect(closed).toEqual(['b7']);
  });

  it('says what kept it from starting, and stays open', async () => {
    const { fixture, element, button } = await show([project('shop')], [destination('Local')]);
    button(/Start backup/).click();
    const problem = { code: 'DESTINATION_CLOSING', status: 409, detail: 'Local is being deleted.' };
    world.request('/backups', 'POST').flush(problem, { status: 409, statusText: 'Conflict' });
    await settled(fixture);
    expect(closed).toEqual([]);
    expect(element.textContent).toContain('Local is being deleted. Nothing was started.');
  });
});
