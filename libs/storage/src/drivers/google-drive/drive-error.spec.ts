import { driveErrors } from '../../testing/google';
import type { GoogleError } from '../../testing/google/google-error';
import { driveError, reasonOf } from './drive-error';

const told = (error: GoogleError): ReturnType<typeof driveError> =>
  driveError(error.status, {}, Buffer.from(JSON.stringify(error.reply.json)));

describe("P-DRIVE-2 Google's own word decides, not the status", () => {
  it.each([
    [driveErrors.full, 'quota', false],
    [driveErrors.tooFast, 'rate-limited', true],
    [driveErrors.tooMany, 'rate-limited', true],
    [driveErrors.dailyLimit, 'forbidden', false],
    [() => driveErrors.noAccess('1x'), 'forbidden', false],
    [() => driveErrors.appNotAuthorized('1x'), 'forbidden', false],
    [driveErrors.noScope, 'forbidden', false],
    [driveErrors.notEnabled, 'invalid-config', false],
    [driveErrors.noQuota, 'invalid-config', false],
    [driveErrors.backend, 'unreachable', true],
    [driveErrors.auth, 'auth', false],
    [() => driveErrors.notFound('1x'), 'not-found', false],
  ] as const)('%#: %s', (make, kind, retriable) => {
    const error = told(make());
    expect(error).toMatchObject({ kind, retriable });
    expect(error.message).not.toContain(make().message);
  });

  it('seven refusals with 403 have seven sentences', () => {
    const { full, tooFast, dailyLimit, noScope, notEnabled, noQuota, noAccess } = driveErrors;
    const all = [full, tooFast, dailyLimit, noScope, notEnabled, noQuota, () => noAccess('1x')].map((make) => make());
    expect(all.every(({ status }) => status === 403)).toBe(true);
    expect(new Set(all.map((error) => told(error).message)).size).toBe(7);
  });

  it.each([
    [401, 'auth'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [418, 'unexpected'],
    [429, 'rate-limited'],
    [502, 'unreachable'],
  ])('a %s of something in between, without any word, is %s', (status, kind) => {
    const error = driveError(status, { 'retry-after': '3' }, Buffer.from('<html>geheim</html>'));
    expect(error).toMatchObject({ kind, retryAfterMs: 3_000 });
    expect(error.message).not.toContain('geheim');
  });

  it('a word that nobody knows is told, when it is one', () => {
    const unknown = driveError(403, {}, Buffer.from('{"error":{"errors":[{"reason":"somethingNew"}]}}'));
    expect(unknown).toMatchObject({ kind: 'forbidden', message: expect.stringContaining('somethingNew') as string });
    expect(reasonOf(unknown)).toBe('somethingNew');
    const text = driveError(403, {}, Buffer.from('{"error":{"errors":[{"reason":"ya29.token and more"}]}}'));
    expect(text.message).not.toContain('ya29');
  });
});
