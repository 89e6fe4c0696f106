import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, type TestRequest } from '@angular/common/http/testing';
import { signal, type Provider } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { Subject } from 'rxjs';
import { provideApiConfiguration } from '../app/api/api-configuration';
import type { Role } from '../app/api/models/role';
import { EventStream } from '../app/live/event-stream';
import { Session } from '../app/session/session';
import { settled } from './settled';

export const me = {
  id: 'u1',
  email: 'olga@example.org',
  name: 'Olga',
  role: 'owner' as Role,
  totpEnabled: false,
  version: 3,
};

/** A page of somebody signed in, whose requests the test answers. */
export interface Served {
  readonly http: HttpTestingController;
  readonly events: Subject<unknown>;
  /** How often the account was asked for again. */
  readonly loads: () => number;
  /** The one request to this path, as `POST /api/tokens`. */
  request(what: string): TestRequest;
}

export function serve({ role = 'owner', providers = [] }: { role?: Role; providers?: Provider[] } = {}): Served {
  const events = new Subject<unknown>();
  let loads = 0;
  const user = signal({ ...me, role });
  const session = {
    user,
    isOwner: () => role === 'owner',
    mayOperate: () => role !== 'viewer',
    version: signal('1.2.3'),
    load: () => Promise.resolve((loads += 1)),
  };
  TestBed.configureTestingModule({
    providers: [
      provideHttpClient(),
      provideHttpClientTesting(),
      provideApiConfiguration(''),
      provideRouter([{ path: '**', children: [] }]),
      {
        provide: EventStream,
        useValue: { events, missed: new Subject(), heardAt: signal(null), isLost: signal(false) },
      },
      { provide: Session, useValue: session },
      ...providers,
    ],
  });
  const http = TestBed.inject(HttpTestingController);
  const request = (what: string): TestRequest => http.expectOne(({ method, url }) => `${method} ${url}` === what, what);
  return { http, events, loads: () => loads, request };
}

/** What the page says: its pieces of text with single spaces between them. */
export function textOf(element: Element | null): string {
  if (element === null) return '';
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const pieces: string[] = [];
  while (walker.nextNode() !== null) pieces.push(walker.currentNode.textContent ?? '');
  return pieces.join(' ').replaceAll(/\s+/g, ' ').trim();
}

/** The button whose text begins so. */
export const buttonOf = (page: Element, name: string): HTMLButtonElement | undefined =>
  [...page.querySelectorAll('button')].find((each) => textOf(each).startsWith(name));

export async function press(fixture: ComponentFixture<unknown>, name: string): Promise<void> {
  buttonOf(fixture.nativeElement as HTMLElement, name)?.click();
  await settled(fixture);
}

export async function type(fixture: ComponentFixture<unknown>, id: string, text: string): Promise<void> {
  const field = (fixture.nativeElement as HTMLElement).querySelector<HTMLInputElement>(`#${id}`);
  if (field === null) throw new Error(`There is no field ${id}.`);
  field.value = text;
  field.dispatchEvent(new Event('input'));
  await settled(fixture);
}

/** What a request was answered with when it is refused. */
export const refusal = (
  status: number,
  code: string,
  more: object = {},
): [object, { status: number; statusText: string }] => [
  { code, status, detail: `${code} happened.`, title: code, type: '', instance: '', ...more },
  { status, statusText: code },
];
