import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Injector, runInInjectionContext, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { jest } from '@jest/globals';
import { Subject } from 'rxjs';
import { provideApiConfiguration } from '../api/api-configuration';
import type { VerdictDto } from '../api/models/verdict-dto';
import { Session } from '../session/session';
import { badgeTab } from '../shell/tab-badge';
import type { ApiEvent } from './api-event';
import { Attention } from './attention';
import { EventStream } from './event-stream';
import { keepAttention } from './keep-attention';

const verdict = (not_protected: number, at_risk: number): VerdictDto => ({
  state: 'protected',
  counts: { protected: 1, at_risk, not_protected, not_set_up: 5, paused: 5 },
  lastGoodAt: null,
  nextRunAt: null,
});

describe('P-WEB-109 how many projects need somebody', () => {
  const user = signal<object | null>({});
  const events = new Subject<Partial<ApiEvent>>();
  let http: HttpTestingController;
  let attention: Attention;
  beforeEach(() => {
    jest.useFakeTimers();
    user.set({});
    document.head.innerHTML = '<link rel="icon" href="favicon.svg">';
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideApiConfiguration(''),
        { provide: Session, useValue: { user } },
        { provide: EventStream, useValue: { events } },
      ],
    });
    http = TestBed.inject(HttpTestingController);
    attention = TestBed.inject(Attention);
    runInInjectionContext(TestBed.inject(Injector), () => {
      keepAttention();
      badgeTab();
    });
    TestBed.tick();
  });
  afterEach(() => {
    http.verify();
    TestBed.resetTestingModule();
    jest.useRealTimers();
  });
  const answer = async (said: VerdictDto): Promise<void> => {
    http.expectOne('/api/summary').flush({ verdict: said });
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    TestBed.tick();
  };

  it('is asked for soon after the page has opened, then once a minute', async () => {
    jest.advanceTimersByTime(1_999);
    http.expectNone('/api/summary');
    jest.advanceTimersByTime(1);
    await answer(verdict(1, 2));
    expect([attention.count(), attention.worst(), attention.text()]).toEqual([3, 'bad', '3 projects need you']);
    jest.advanceTimersByTime(59_999);
    http.expectNone('/api/summary');
    jest.advanceTimersByTime(1);
    await answer(verdict(0, 1));
    expect([attention.count(), attention.worst(), attention.text()]).toEqual([1, 'warn', '1 project needs you']);
  });

  it('is asked for anew when a run ends or a project changes, not for each line of a log', async () => {
    attention.tell(verdict(0, 0));
    TestBed.tick();
    events.next({ type: 'backup.log' });
    events.next({ type: 'backup.progress' });
    jest.advanceTimersByTime(10_000);
    http.expectNone('/api/summary');
    events.next({ type: 'backup.status' });
    events.next({ type: 'backup.status' });
    jest.advanceTimersByTime(2_000);
    await answer(verdict(1, 0));
    expect(attention.count()).toBe(1);
  });

  it('is not asked for when a page has just said it', () => {
    attention.tell(verdict(0, 0));
    TestBed.tick();
    jest.advanceTimersByTime(59_000);
    http.expectNone('/api/summary');
  });

  it('stays as it is when the service does not answer, and is tried again', async () => {
    attention.tell(verdict(2, 0));
    TestBed.tick();
    jest.advanceTimersByTime(60_000);
    http.expectOne('/api/summary').error(new ProgressEvent('error'));
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(attention.count()).toBe(2);
    jest.advanceTimersByTime(60_000);
    await answer(verdict(0, 0));
    expect([attention.count(), attention.worst()]).toEqual([0, null]);
  });

  it('is in the title of the tab and at its icon, and gone when nobody is signed in', () => {
    const icon = (): string | null => document.querySelector('link')!.getAttribute('href');
    const title = TestBed.inject(Title);
    attention.tell(verdict(2, 1));
    TestBed.tick();
    expect([title.getTitle(), icon()]).toEqual(['3 ✕ · Stowbase', 'favicon-bad.svg']);
    attention.tell(verdict(0, 1));
    TestBed.tick();
    expect([title.getTitle(), icon()]).toEqual(['1 ! · Stowbase', 'favicon-warn.svg']);
    user.set(null);
    TestBed.tick();
    TestBed.tick();
    expect([title.getTitle(), icon(), attention.verdict()]).toEqual(['Stowbase', 'favicon.svg', null]);
    jest.advanceTimersByTime(120_000);
    http.expectNone('/api/summary');
  });
});
