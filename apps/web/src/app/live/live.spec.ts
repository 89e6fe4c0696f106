import {
  ApplicationRef,
  Component,
  createComponent,
  EnvironmentInjector,
  Injector,
  input,
  runInInjectionContext,
  signal,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { jest } from '@jest/globals';
import { Subject } from 'rxjs';
import type { ApiEvent } from './api-event';
import { EventStream } from './event-stream';
import { live } from './live';

describe('P-WEB-4 what a page shows', () => {
  const events = new Subject<ApiEvent>();
  const missed = new Subject<void>();
  beforeEach(() => {
    jest.useFakeTimers();
    TestBed.configureTestingModule({ providers: [{ provide: EventStream, useValue: { events, missed } }] });
  });
  afterEach(() => jest.useRealTimers());

  const settle = async (): Promise<void> => {
    TestBed.tick();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  const show = <T>(load: (by: number) => Promise<T>, by = signal<number | undefined>(1)) => {
    const shown = runInInjectionContext(TestBed.inject(Injector), () =>
      live({ by, load, reloadOn: ({ id }) => id === 'mine' }),
    );
    return { shown, by };
  };

  it('is loaded, and anew when its question changes; a late answer to the old one is not shown', async () => {
    const answers: ((text: string) => void)[] = [];
    const { shown, by } = show(() => new Promise<string>((resolve) => answers.push(resolve)));
    await settle();
    by.set(2);
    await settle();
    answers[1]?.('new');
    answers[0]?.('old');
    await settle();
    expect(shown.value()).toBe('new');
    expect(shown.isLoading()).toBe(false);
  });

  it('is loaded anew for events that concern it, at most twice a second, and when events were missed', async () => {
    let loads = 0;
    show(() => Promise.resolve((loads += 1)));
    await settle();
    for (let i = 0; i < 10; i += 1) events.next({ type: 'backup.status', id: 'mine', data: {} });
    events.next({ type: 'backup.status', id: 'other', data: {} });
    jest.advanceTimersByTime(500);
    await settle();
    expect(loads).toBe(2);
    missed.next();
    jest.advanceTimersByTime(500);
    await settle();
    expect(loads).toBe(3);
  });

  it('hears no event before it knows what to load by: what @defer draws gets its inputs a moment after it is made', async () => {
    const asked: string[] = [];
    @Component({ selector: 'sb-drawn-later', template: '' })
    class DrawnLater {
      readonly id = input.required<string>();
      readonly shown = live({
        by: () => this.id(),
        load: (id) => Promise.resolve(asked.push(id)),
        reloadOn: () => true,
      });
    }
    const made = createComponent(DrawnLater, { environmentInjector: TestBed.inject(EnvironmentInjector) });
    events.next({ type: 'backup.status', id: 'mine', data: {} });
    missed.next();
    // What a listener throws, RxJS throws again in a turn of its own.
    expect(() => jest.advanceTimersByTime(500)).not.toThrow();
    made.setInput('id', 'mine');
    TestBed.inject(ApplicationRef).attachView(made.hostView);
    await settle();
    expect(asked).toEqual(['mine']);
    events.next({ type: 'backup.status', id: 'mine', data: {} });
    jest.advanceTimersByTime(500);
    await settle();
    expect(asked).toEqual(['mine', 'mine']);
  });

  it('stays when a later load fails, with the reason beside it', async () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    let fails = false;
    const { shown } = show(() => (fails ? Promise.reject(new Error('no')) : Promise.resolve('there')));
    await settle();
    fails = true;
    shown.reload();
    await settle();
    expect(shown.value()).toBe('there');
    expect(shown.problem()?.code).toBe('PAGE_FAILED');
    fails = false;
    shown.reload();
    await settle();
    expect(shown.problem()).toBe(null);
  });
});
