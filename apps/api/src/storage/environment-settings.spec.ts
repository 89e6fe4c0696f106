import { environmentId } from './environment-settings';

describe('the id of a destination from the environment', () => {
  it('is the same after every start, and another for another type or name', () => {
    expect(environmentId('s3', 'S3')).toBe('90b76342-ea11-5de8-8d17-395a9e5b6737');
    expect(environmentId('s3', 'S3')).not.toBe(environmentId('s3', 'S4'));
    expect(environmentId('a', 'bc')).not.toBe(environmentId('ab', 'c'));
  });
});
