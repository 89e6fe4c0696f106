import { HttpErrorResponse } from '@angular/common/http';
import { problemOf } from './problem-of';

const problem = { code: 'BUSY', status: 429, detail: 'Too much at once.', nextStep: 'Wait.' };

describe('P-WEB-230 what went wrong', () => {
  it.each([
    ['as the service says it', problem],
    ['also where a reply without a body was asked for', JSON.stringify(problem)],
  ])('%s', (_, error) => {
    expect(problemOf(new HttpErrorResponse({ status: 429, error }))).toEqual(problem);
  });

  it.each([
    [0, new ProgressEvent('error'), 'NO_CONNECTION'],
    [502, '<html>Bad gateway</html>', 'UNKNOWN_REPLY'],
    [502, '{half', 'UNKNOWN_REPLY'],
    [500, null, 'UNKNOWN_REPLY'],
  ])('in our words where it could not: status %d', (status, error, code) => {
    expect(problemOf(new HttpErrorResponse({ status, error }))).toMatchObject({ code, status });
  });
});
