import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, inject } from '@angular/core';
import { TestBed, type ComponentFixture } from '@angular/core/testing';
import fc from 'fast-check';
import { settled } from '../../testing/settled';
import { provideApiConfiguration } from '../api/api-configuration';
import { ConnectionEntry } from './connection-entry';
import { ConnectionForm } from './connection-form';

@Component({ imports: [ConnectionForm], providers: [ConnectionEntry], template: '<sb-connection-form />' })
class Page {
  readonly entry = inject(ConnectionEntry);
}

const ref = 'abcdefghijklmnopqrst';
const at = 'aws-0-eu-central-1.pooler.supabase.com';
const pooler = (port: number, password = 's3cret-Word'): string =>
  `postgresql://postgres.${ref}:${password}@${at}:${port}/postgres`;
const check = (id: string, status: string, more: object = {}): object => ({
  id,
  title: id,
  status,
  text: `About ${id}.`,
  code: null,
  fix: null,
  ms: 4,
  ...more,
});
const reply = (checks: object[]): object => ({
  ok: checks.every((one) => !('status' in one) || one.status !== 'fail'),
  checks,
  connection: {
    host: at,
    port: 5432,
    username: 'postgres',
    database: 'postgres',
    ref,
    kind: 'supabase-session-pooler',
  },
  server: null,
  notices: [],
});
const refusal = (reason: string, more: object = {}): [object, { status: number; statusText: string }] => [
  { code: 'CONNECTION_INVALID', status: 400, detail: 'It can not be used.', nextStep: 'Do this.', reason, ...more },
  { status: 400, statusText: 'Bad Request' },
];

describe('the connection form', () => {
  let fixture: ComponentFixture<Page>;
  let http: HttpTestingController;
  let page: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideApiConfiguration('')],
    });
    fixture = TestBed.createComponent(Page);
    http = TestBed.inject(HttpTestingController);
    page = fixture.nativeElement as HTMLElement;
    await settled(fixture);
  });

  const field = (): HTMLTextAreaElement => page.querySelector('textarea')!;
  const texts = (): string => page.textContent ?? '';
  const button = (name: string): HTMLButtonElement =>
    [...page.querySelectorAll('button')].find((one) => (one.textContent ?? '').trim() === name)!;
  async function paste(text: string): Promise<void> {
    field().setSelectionRange(0, field().value.length);
    const event = new Event('paste', { cancelable: true }) as Event & { clipboardData?: object };
    event.clipboardData = { getData: () => text };
    field().dispatchEvent(event);
    await settled(fixture);
  }
  async function press(name: string): Promise<void> {
    button(name).click();
    await settled(fixture);
  }
  const asked = () => http.expectOne('/api/projects/doctor');
  async function answer(...checks: object[]): Promise<void> {
    asked().flush(reply(checks));
    await settled(fixture);
  }
  async function refuse(reason: string, more: object = {}): Promise<void> {
    asked().flush(...refusal(reason, more));
    await settled(fixture);
  }
  const sent = (request = asked()): Record<string, unknown> =>
    (request.request.body as { connection: Record<string, unknown> }).connection;

  it('P-WEB-204 masks what is pasted, reads it into chips and lets the doctor look at once', async () => {
    await paste(`DATABASE_URL="${pooler(5432)}"`);
    expect(field().value).toBe(`postgresql://postgres.${ref}:•••••••••••@${at}:5432/postgres`);
    expect([...page.querySelectorAll('dl > div')].map((chip) => chip.textContent?.trim())).toEqual([
      `Host ${at}`,
      'Port 5432',
      'User postgres',
      `Project ref ${ref}`,
      'Mode Session pooler',
      'Password set',
    ]);
    const request = asked();
    expect(sent(request)).toEqual({ url: pooler(5432) });
    expect(texts()).toContain('Looking at the connection');
    request.flush(reply([check('form', 'pass'), check('tls', 'warn')]));
    await settled(fixture);
    expect(texts()).toContain('2 checks, 1 to know about');
    expect(fixture.componentInstance.entry.isGood()).toBe(true);
  });

  it('P-WEB-200 keeps any password out of the page, its texts, attributes and the report', async () => {
    const secrets = fc.string({ minLength: 10, maxLength: 30 }).filter((text) => /^[!-~]+$/.test(text));
    await fc.assert(
      fc.asyncProperty(secrets, async (secret) => {
        await paste(pooler(5432, secret));
        const { entry } = fixture.componentInstance;
        if (entry.doctor().kind === 'running')
          await answer(
            check('login', 'fail', { text: `Said ${secret} of ${ref}.`.replace(secret, '•'), code: 'UNREACHABLE' }),
          );
        expect(page.outerHTML).not.toContain(secret);
        expect(field().value).not.toContain(secret);
        await press('Check again');
        asked().flush(reply([]));
      }),
      { numRuns: 12 },
    );
  });

  it('P-WEB-203 says that the port was changed, sends the changed one, and undoes it', async () => {
    await paste(pooler(6543));
    expect(texts()).toContain('Changed for you: port 6543 became 5432.');
    expect(texts()).toContain('6543 → 5432');
    expect(field().value).toContain(':6543/');
    const request = asked();
    expect(sent(request)).toEqual({ url: pooler(5432) });
    request.flush(reply([]));
    await press('Undo');
    const again = asked();
    expect(sent(again)).toEqual({ url: pooler(6543) });
    again.flush(...refusal('POOLER_TRANSACTION_MODE'));
    await settled(fixture);
    expect(texts()).not.toContain('Changed for you');
    await press('Use the session pooler instead');
    expect(sent()).toEqual({ url: pooler(5432) });
    expect(texts()).toContain('Changed for you');
  });

  it('P-WEB-204 keeps the keyboard where one goes on, when the pressed button is gone', async () => {
    document.body.append(page);
    await paste(pooler(6543));
    await answer(check('tls', 'warn'));
    await press('Undo');
    expect(document.activeElement).toBe(field());
    await refuse('POOLER_TRANSACTION_MODE');
    await press('Use the session pooler instead');
    await new Promise((turn) => setTimeout(turn));
    expect(document.activeElement?.textContent).toContain('Check again');
    await answer(check('tls', 'warn'));
    await press('Add the root certificate');
    expect(document.activeElement).toBe(page.querySelectorAll('textarea')[1]);
  });

  it('explains a host with IPv6 only and leaves it as it is', async () => {
    await paste(`postgresql://postgres:pw-123456@db.${ref}.supabase.co:5432/postgres`);
    expect(texts()).toContain('IPv6 address only');
    await answer(check('dns', 'fail', { code: 'HOST_NOT_FOUND', fix: { text: 'Copy the pooler string.', sql: null } }));
    expect(fixture.componentInstance.entry.isGood()).toBe(false);
    await press('Paste the session pooler string');
    expect(field().value).toBe('');
  });

  it('asks for the password where Supabase has left it out', async () => {
    await paste(pooler(5432, '[YOUR-PASSWORD]'));
    http.expectNone('/api/projects/doctor');
    const password = page.querySelector<HTMLInputElement>('input[type=password]')!;
    password.value = 'w1th@any/sign?';
    password.dispatchEvent(new Event('input'));
    password.dispatchEvent(new Event('blur'));
    await settled(fixture);
    expect(sent()).toEqual({
      url: `postgresql://postgres.${ref}@${at}:5432/postgres`,
      password: 'w1th@any/sign?',
    });
    expect(texts()).toContain('Password set');
  });

  it('takes a password that can be read in two ways as it was pasted, when that is said', async () => {
    await paste(pooler(5432, 'p@ss/word'));
    await refuse('URL_AMBIGUOUS');
    expect(texts()).toContain('It can not be used.');
    await press('Use the password as pasted');
    expect(sent()).toMatchObject({ url: `postgresql://postgres.${ref}@${at}:5432/postgres`, password: 'p@ss/word' });
  });

  it('allows an unencrypted connection, adds a database and a certificate by one button each', async () => {
    await paste('postgresql://u:pw-123456@db.example.com?sslmode=disable');
    await refuse('URL_INCOMPLETE');
    await press('Use the database "postgres"');
    await refuse('TLS_WEAK');
    await press('Allow it');
    const request = asked();
    expect(sent(request)).toEqual({
      url: 'postgresql://u:pw-123456@db.example.com/postgres?sslmode=disable',
      allowInsecure: true,
    });
    request.flush(reply([]));
    await paste(pooler(5432));
    await answer(check('tls', 'warn', { fix: { text: 'Give the certificate.', sql: null } }));
    await press('Add the root certificate');
    const pem = page.querySelectorAll('textarea')[1]!;
    pem.value = '-----BEGIN CERTIFICATE-----';
    pem.dispatchEvent(new Event('input'));
    await settled(fixture);
    await press('Use this certificate');
    expect(sent()).toMatchObject({ ca: '-----BEGIN CERTIFICATE-----', tlsMode: 'verify-full' });
  });

  it('forgets an answer to what was typed before, and says what to do about a cross', async () => {
    await paste(pooler(5432));
    const old = asked();
    await paste(pooler(5432, 'another-password'));
    const request = asked();
    old.flush(reply([check('form', 'fail')]));
    request.flush(
      reply([check('role', 'warn', { fix: { text: 'Run this.', sql: 'ALTER ROLE x;' } }), check('dns', 'skip')]),
    );
    await settled(fixture);
    expect(texts()).toContain('ALTER ROLE x;');
    expect(texts()).toContain('1 more check');
    expect(fixture.componentInstance.entry.isGood()).toBe(true);
  });

  it('says when the service could not be asked, and asks again', async () => {
    await paste(pooler(5432));
    asked().error(new ProgressEvent('error'));
    await settled(fixture);
    expect(texts()).toContain('NO_CONNECTION');
    await press('Retry');
    await answer(check('form', 'pass'));
    expect(texts()).toContain('1 checks passed');
  });
});
