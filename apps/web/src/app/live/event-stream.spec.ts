import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { jest } from '@jest/globals';
import { FakeEventSource } from '../../testing/fake-event-source';
import { Session } from '../session/session';
import type { ApiEvent } from './api-event';
import { EventStream } from './event-stream';

describe('P-WEB-3 the stream of events', () => {
  const user = signal<object | null>({ id: 'u' });
  let hidden = false;
  let stream: EventStream;

  beforeEach(() => {
    jest.useFakeTimers();
    FakeEventSource.opened.length = 0;
    user.set({ id: 'u' });
    hidden = false;
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    Object.assign(globalThis, { EventSource: FakeEventSource });
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), { provide: Session, useValue: { user } }],
    });
    stream = TestBed.inject(EventStream);
    TestBed.tick();
  });
  afterEach(() => {
    TestBed.resetTestingModule();
    jest.useRealTimers();
  });

  const show = (is: boolean): void => {
    hidden = !is;
    document.dispatchEvent(new Event('visibilitychange'));
    TestBed.tick();
  };

  it('is open while somebody is signed in and the tab is seen, once', () => {
    expect(FakeEventSource.opened.map(({ url }) => url)).toEqual(['/api/events']);
    show(false);
    expect(FakeEventSource.last.isClosed).toBe(true);
    show(true);
    expect(FakeEventSource.opened).toHaveLength(2);
    user.set(null);
    TestBed.tick();
    expect(FakeEventSource.last.isClosed).toBe(true);
  });

  it('goes on after the last event it saw', () => {
    const seen: ApiEvent[] = [];
    stream.events.subscribe((event) => seen.push(event));
    FakeEventSource.last.say('backup.status', { id: 'b', data: { shownStatus: 'running' } }, 'boot-7');
    expect(seen).toEqual([{ type: 'backup.status', id: 'b', data: { shownStatus: 'running' } }]);
    show(false);
    show(true);
    expect(FakeEventSource.last.url).toBe('/api/events?lastEventId=boot-7');
  });

  it('says when something was missed for good', () => {
    let missed = 0;
    stream.missed.subscribe(() => (missed += 1));
    FakeEventSource.last.say('reset', { reason: 'restarted' }, 'new-0');
    expect(missed).toBe(1);
  });

  it('is lost after an error, or silence, and comes back by itself, later each time', () => {
    FakeEventSource.last.onopen?.();
    expect(stream.connection()).toBe('live');
    jest.advanceTimersByTime(39_000);
    expect(stream.connection()).toBe('live');
    jest.advanceTimersByTime(2_000);
    expect(stream.connection()).toBe('lost');
    jest.advanceTimersByTime(1_000);
    expect(FakeEventSource.opened).toHaveLength(2);
    FakeEventSource.last.onerror?.();
    jest.advanceTimersByTime(1_500);
    expect(FakeEventSource.opened).toHaveLength(2);
    jest.advanceTimersByTime(1_000);
    expect(FakeEventSource.opened).toHaveLength(3);
    // A try that is under way is no news: it is still lost until the service is heard.
    expect(stream.connection()).toBe('lost');
    FakeEventSource.last.say('ping', { at: '2026-11-24T08:30:00Z' }, 'boot-9');
    expect(stream.connection()).toBe('live');
  });

  it('tells a restart from a broken line', () => {
    FakeEventSource.last.say('end', { reason: 'stopping' }, 'boot-9');
    expect(stream.isStopping()).toBe(true);
    expect(stream.isLost()).toBe(true);
    FakeEventSource.last.isClosed = true;
    stream.tryNow();
    FakeEventSource.last.onopen?.();
    expect(stream.isStopping()).toBe(false);
  });
});
