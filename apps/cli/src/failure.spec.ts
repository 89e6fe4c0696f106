import { wrongUse } from './cli-error';
import { exitCodeOf } from './exit-codes';
import { failureOf, interruptedBy } from './failure';

const told = (kind: string) => Object.assign(new Error('It broke'), { kind, code: 'IT_BROKE', nextStep: 'Mend it' });

describe('failureOf', () => {
  it.each([
    ['damaged', 4],
    ['not-complete', 4],
    ['not-ours', 4],
    ['lying-manifest', 4],
    ['auth', 1],
    ['wrong-identity', 1],
  ])('an error of kind %s ends with exit code %i', (kind, code) => {
    expect(exitCodeOf[failureOf(told(kind)).status]).toBe(code);
  });

  it('keeps sentence, next step and code of an error made for people', () => {
    expect(failureOf(told('auth'))).toEqual({
      status: 'failed',
      code: 'IT_BROKE',
      message: 'It broke.',
      nextStep: 'Mend it.',
      detail: null,
    });
  });

  it('is wrong use, exit code 2, for a wrong command line', () => {
    expect(exitCodeOf[failureOf(wrongUse('No.', 'Yes.')).status]).toBe(2);
  });

  it('says of anything else that it is a defect, without a stack', () => {
    const failure = failureOf(new TypeError('x is not a function\n    at somewhere'));
    expect(failure).toMatchObject({ status: 'failed', code: 'INTERNAL' });
    expect(failure.nextStep).toContain('STOWBASE_DEBUG=1');
    expect(failure.message).not.toContain('\n');
  });
});

describe('interruptedBy', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('%s ends with exit code %i', (signal, code) => {
    expect(exitCodeOf[interruptedBy(signal).status]).toBe(code);
  });
});
