import { FormControl } from '@angular/forms';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { settled } from '../../../testing/settled';
import { buttonOf, press, textOf, type } from '../../../testing/serve';
import { CronBuilder } from './cron-builder';

describe('P-WEB-400 the builder of a rule', () => {
  let control: FormControl<string>;
  let fixture: ComponentFixture<CronBuilder>;
  let page: HTMLElement;

  async function open(cron: string): Promise<void> {
    control = new FormControl(cron, { nonNullable: true });
    fixture = TestBed.createComponent(CronBuilder);
    fixture.componentRef.setInput('control', control);
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    await settled(fixture);
  }
  const chosen = (): string => textOf(page.querySelector('label.chosen'));
  const choose = async (name: string): Promise<void> => {
    [...page.querySelectorAll('label')]
      .find((label) => textOf(label) === name)
      ?.querySelector('input')
      ?.click();
    await settled(fixture);
  };
  const days = (): string =>
    [...page.querySelectorAll('.days button[aria-pressed=true] [aria-hidden]')].map((day) => textOf(day)).join(' ');
  const said = async (): Promise<string> => {
    await import('cronstrue');
    await settled(fixture);
    return textOf(page.querySelector('.sentence'));
  };

  it('shows what a cron says: its preset, its time and its days, with a sentence', async () => {
    await open('30 2 * * *');
    expect(chosen()).toBe('Nightly');
    expect(page.querySelector<HTMLInputElement>('#schedule-time')?.value).toBe('02:30');
    expect(days()).toBe('Mo Tu We Th Fr Sa Su');
    expect(await said()).toBe('At 02:30, every day. Builder and cron follow each other.');
  });

  it('changes the cron with each of its fields', async () => {
    await open('30 2 * * *');
    const time = page.querySelector<HTMLInputElement>('#schedule-time')!;
    time.value = '22:05';
    time.dispatchEvent(new Event('input'));
    await settled(fixture);
    expect(control.value).toBe('5 22 * * *');
    await press(fixture, 'Sa');
    await press(fixture, 'Su');
    expect([control.value, chosen(), days()]).toEqual(['5 22 * * 1-5', 'Weekly', 'Mo Tu We Th Fr']);
    await choose('Monthly');
    expect(control.value).toBe('5 22 1 * *');
    const day = page.querySelector<HTMLSelectElement>('select')!;
    day.value = 'last';
    day.dispatchEvent(new Event('change'));
    await settled(fixture);
    expect(control.value).toBe('5 22 L * *');
    await choose('Hourly');
    expect(control.value).toBe('5 * * * *');
    expect(control.dirty).toBe(true);
  });

  it('follows what is typed as cron, and leaves what it can not say to that field', async () => {
    await open('30 2 * * *');
    await type(fixture, 'schedule-cron', '15 6 * * MON,WED');
    expect([chosen(), days()]).toEqual(['Weekly', 'Mo We']);
    expect(control.value).toBe('15 6 * * MON,WED');
    await type(fixture, 'schedule-cron', '*/20 8-18 * * 1-5');
    expect(chosen()).toBe('Own');
    expect(page.querySelector('.days')).toBeNull();
    expect(await said()).toContain('Every 20 minutes, between 08:00 and 18:59, Monday through Friday');
    await type(fixture, 'schedule-cron', 'nonsense');
    expect(await said()).toBe('Builder and cron follow each other.');
  });

  it('always has a day: the last one stays', async () => {
    await open('30 2 * * 3');
    buttonOf(page, 'We')?.click();
    await settled(fixture);
    expect([control.value, days()]).toEqual(['30 2 * * 3', 'We']);
  });

  it('"Own" goes to the field for cron and keeps what it said', async () => {
    await open('30 2 * * *');
    await choose('Own');
    expect([control.value, document.activeElement?.id]).toEqual(['30 2 * * *', 'schedule-cron']);
    await choose('Nightly');
    expect(chosen()).toBe('Nightly');
  });

  it('says that a month may lack the day', async () => {
    await open('30 2 31 * *');
    expect(textOf(page)).toContain('Months without that day have no run.');
  });
});
