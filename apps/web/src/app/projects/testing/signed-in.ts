import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { signal, type Provider } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, withComponentInputBinding, type Routes } from '@angular/router';
import { Subject } from 'rxjs';
import { provideApiConfiguration } from '../../api/api-configuration';
import type { Role } from '../../api/models/role';
import { EventStream } from '../../live/event-stream';
import { Session } from '../../session/session';

/** The pages of these routes for somebody with this role, over a service that is played, and no stream of events. */
export function signedIn(role: Role, routes: Routes, more: readonly Provider[] = []): HttpTestingController {
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      provideApiConfiguration(''),
      provideRouter(routes, withComponentInputBinding()),
      {
        provide: Session,
        useValue: { user: () => null, isOwner: () => role === 'owner', mayOperate: () => role !== 'viewer' },
      },
      {
        provide: EventStream,
        useValue: {
          events: new Subject(),
          missed: new Subject(),
          connection: signal('live'),
          heardAt: signal(new Date()),
          retryAt: signal(null),
          isLost: signal(false),
        },
      },
      ...more,
    ],
  });
  return TestBed.inject(HttpTestingController);
}
