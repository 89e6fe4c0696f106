import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Subject } from 'rxjs';
import { provideApiConfiguration } from '../../api/api-configuration';
import type { ApiEvent } from '../../live/api-event';
import { EventStream } from '../../live/event-stream';
import { Session } from '../../session/session';

/** The service as a page sees it: requests are answered by hand, events are told by hand. */
export class WebWorld {
  readonly events = new Subject<ApiEvent>();
  readonly missed = new Subject<void>();

  constructor(role: 'viewer' | 'operator' | 'owner' = 'owner') {
    const user = { id: 'u1', name: 'Olga Owner', email: 'owner@example.org', role };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        provideApiConfiguration(''),
        { provide: EventStream, useValue: { events: this.events, missed: this.missed, isLost: signal(false) } },
        {
          provide: Session,
          useValue: {
            user: signal(user),
            isOwner: signal(role === 'owner'),
            mayOperate: signal(role !== 'viewer'),
          },
        },
      ],
    });
  }

  get http(): HttpTestingController {
    return TestBed.inject(HttpTestingController);
  }

  /** The one request to this path, which must have been made. */
  request(path: string | RegExp, method = 'GET'): TestRequest {
    return this.http.expectOne(({ url, method: of }) => of === method && matches(url, path), `${method} ${path}`);
  }

  /** Answers every request to this path that waits. */
  answer(path: string | RegExp, body: object | null, method = 'GET'): void {
    for (const request of this.http.match(({ url, method: of }) => of === method && matches(url, path)))
      request.flush(body);
  }

  tell(type: ApiEvent['type'], id: string, data: unknown): void {
    this.events.next({ type, id, data });
  }
}

const matches = (url: string, path: string | RegExp): boolean =>
  typeof path === 'string' ? url === `/api${path}` : path.test(url);
