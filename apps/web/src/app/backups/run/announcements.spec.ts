import { EnvironmentInjector, runInInjectionContext } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { jest } from '@jest/globals';
import { Announcements } from './announcements';

describe('P-WEB-165 what is read aloud while a run is watched', () => {
  let announcements: Announcements;
  beforeEach(() => {
    jest.useFakeTimers();
    announcements = runInInjectionContext(TestBed.inject(EnvironmentInjector), () => new Announcements());
  });
  afterEach(() => jest.useRealTimers());

  it('comes at once, and then one in five seconds: the newest', () => {
    announcements.say('Roles: done.');
    expect(announcements.polite()).toBe('Roles: done.');
    announcements.say('Schema: done.');
    announcements.say('Rows: done.');
    jest.advanceTimersByTime(4_999);
    expect(announcements.polite()).toBe('Roles: done.');
    jest.advanceTimersByTime(1);
    expect(announcements.polite()).toBe('Rows: done.');
    jest.advanceTimersByTime(20_000);
    announcements.say('Over.');
    expect(announcements.polite()).toBe('Over.');
  });

  it('interrupts only for what is urgent, and nothing displaces that', () => {
    announcements.say('Roles: done.');
    announcements.say('The backup is over: Failed.', true);
    announcements.say('Something else.');
    jest.advanceTimersByTime(5_000);
    expect([announcements.assertive(), announcements.polite()]).toEqual(['The backup is over: Failed.', '']);
  });
});
