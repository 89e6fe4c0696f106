import type { StorageErrorKind } from '../../../storage-error';
import type { ScriptedReply } from '../../servers/scripted-http';

export const operations = ['stat', 'get', 'list', 'delete', 'upload'] as const;
export type Operation = (typeof operations)[number];

/** `fine`: it may also succeed. */
export type Outcome = StorageErrorKind | 'fine';

export interface Condition {
  readonly title: string;
  readonly reply: ScriptedReply;
  /** All, unless it says nothing about some of them. */
  readonly operations?: readonly Operation[];
  readonly outcomes: readonly Outcome[];
  /** Where an operation ends otherwise. */
  readonly otherwise?: Partial<Record<Operation, readonly Outcome[]>>;
  /** The error tells how long the store asked us to wait. */
  readonly retryAfterSeconds?: number;
}

/** In the text of every reply: nothing that a server says gets into an error's sentences. */
export const echoed = 'echo-7f3a9c';
/** What a cloud gives to whoever asks from inside: the classic prey of a redirect. */
export const forbiddenHost = '169.254.169.254';
/** What is asked for with a range: the first ten bytes of 300. */
export const askedRange = { start: 0, end: 10 };
const ranged = { 'content-range': 'bytes 0-9/300', etag: '"abc"' };

const page = `<html><body><h1>Sign in ${echoed}</h1><form action="/login"></form></body></html>`;
const status = (code: number, headers: Record<string, string> = {}): ScriptedReply => ({
  status: code,
  headers,
  body: echoed,
});
const damagedAnswer = ['damaged', 'invalid-config', 'size-mismatch', 'unexpected'] as const;

/** Names of conditions are stable: dialects refer to them. */
export const conditions = {
  401: { title: '401', reply: status(401, { 'www-authenticate': 'Basic realm="x"' }), outcomes: ['auth'] },
  403: { title: '403', reply: status(403), outcomes: ['forbidden'] },
  404: {
    title: '404',
    reply: status(404),
    outcomes: ['not-found'],
    otherwise: {
      delete: ['fine'],
      list: ['fine', 'not-found', 'invalid-config'],
      upload: ['not-found', 'invalid-config'],
    },
  },
  429: { title: '429', reply: status(429), outcomes: ['rate-limited'] },
  500: { title: '500', reply: status(500), outcomes: ['unreachable'] },
  503: {
    title: '503 with Retry-After',
    reply: status(503, { 'retry-after': '1' }),
    outcomes: ['unreachable', 'rate-limited'],
    retryAfterSeconds: 1,
  },
  507: { title: '507', reply: status(507), outcomes: ['quota'] },
  html: {
    title: 'a page of HTML with 200',
    reply: { status: 200, headers: { 'content-type': 'text/html' }, body: page },
    operations: ['stat', 'get', 'list', 'upload'],
    outcomes: damagedAnswer,
  },
  truncated: {
    title: 'a reply that is cut',
    reply: { status: 206, headers: ranged, body: '0123456789', truncateAt: 4 },
    operations: ['get', 'list'],
    outcomes: ['unreachable', 'damaged', 'size-mismatch', 'invalid-config'],
  },
  reset: { title: 'a reset instead of a reply', reply: { instead: 'reset' }, outcomes: ['unreachable'] },
  silence: { title: 'silence', reply: { instead: 'silence' }, outcomes: ['stalled'] },
  redirect: {
    title: `a redirect to ${forbiddenHost}`,
    reply: status(302, { location: `http://${forbiddenHost}/latest/meta-data/` }),
    outcomes: ['invalid-config'],
  },
  whole: {
    title: 'all bytes instead of a range',
    reply: { status: 200, headers: { etag: '"abc"' }, body: 'x'.repeat(300) },
    operations: ['get'],
    outcomes: damagedAnswer,
  },
  otherRange: {
    title: 'another range',
    reply: { status: 206, headers: { ...ranged, 'content-range': 'bytes 1-10/300' }, body: '1234567890' },
    operations: ['get'],
    outcomes: damagedAnswer,
  },
  shortRange: {
    title: 'a range that is short',
    reply: { status: 206, headers: ranged, body: '012345678' },
    operations: ['get'],
    outcomes: damagedAnswer,
  },
  longRange: {
    title: 'a range with a byte more',
    reply: { status: 206, headers: ranged, body: '0123456789x' },
    operations: ['get'],
    outcomes: damagedAnswer,
  },
} as const satisfies Record<string, Condition>;

export type ConditionName = keyof typeof conditions;
