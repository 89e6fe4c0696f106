import { StorageError, type StorageErrorKind } from '../../../storage-error';
import { conditions, echoed, type Condition } from './conditions';
import { judge, type Expected } from './judge';

const expected: Expected = { outcomes: ['unreachable'], secrets: ['geheim'], where: /127\.0\.0\.1/ };
const error = (
  message = '127.0.0.1:9 had an error of its own.',
  kind: StorageErrorKind = 'unreachable',
  nextStep = 'Try again later.',
  options = {},
): StorageError => new StorageError(kind, message, nextStep, options);

describe('P-CONF-2 what is asked of an error that a server caused', () => {
  it('one of the outcomes, in a sentence that says where, with a next step', () => {
    expect(judge(error(), expected)).toEqual([]);
    expect(judge(undefined, { ...expected, outcomes: ['fine'] })).toEqual([]);
    expect(judge(error('There is no object "a".', 'not-found'), { ...expected, outcomes: ['not-found'] })).toEqual([]);
  });

  it.each<[problem: RegExp, thrown: unknown, change?: Partial<Expected>]>([
    [/^it ended well instead of unreachable$/, undefined],
    [/^it threw no StorageError/, new Error('socket hang up')],
    [/^kind quota instead of unreachable or auth/, error(undefined, 'quota'), { outcomes: ['unreachable', 'auth'] }],
    [/^no sentence/, error('ECONNRESET 127.0.0.1')],
    [/^no next step/, error(undefined, undefined, '')],
    [/^it does not say where/, error('The server had an error of its own.')],
    [/^it repeats what the server said/, error(`127.0.0.1 said ${echoed}.`)],
    [/^a secret is in it/, error('127.0.0.1 refused "geheim".')],
    [/^a secret is in it/, error(undefined, undefined, undefined, { cause: { headers: ['authorization: geheim'] } })],
    [/^retryAfterMs is undefined and not 7000$/, error(), { retryAfterSeconds: 7 }],
  ])('else it is said: %s', (problem, thrown, change = {}) => {
    expect(judge(thrown, { ...expected, ...change }).join('\n')).toMatch(problem);
  });

  it('no condition can be met by doing nothing: each has an outcome that is an error', () => {
    for (const { outcomes } of Object.values<Condition>(conditions)) {
      expect(outcomes.filter((outcome) => outcome !== 'fine')).not.toEqual([]);
      expect(outcomes).not.toContain('fine');
    }
  });
});
