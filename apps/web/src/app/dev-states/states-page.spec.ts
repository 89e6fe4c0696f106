import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { settled } from '../../testing/settled';
import { deliveryWords } from '../states/delivery-words';
import { componentWords, copyWords, destinationWords, projectWords, runWords } from '../states/words';
import { StatesPage } from './states-page';

describe('P-WEB-116 the page of all states', () => {
  let page: HTMLElement;
  let http: HttpTestingController;
  // Once for all: it is large.
  beforeAll(async () => {
    TestBed.configureTestingModule({
      teardown: { destroyAfterEach: false },
      providers: [provideRouter([]), provideHttpClient(), provideHttpClientTesting()],
    });
    http = TestBed.inject(HttpTestingController);
    const fixture = TestBed.createComponent(StatesPage);
    await settled(fixture);
    page = fixture.nativeElement as HTMLElement;
  }, 30_000);

  it('asks the service for nothing, and needs nobody to be signed in', () => {
    expect(http.match(() => true)).toEqual([]);
    expect(page.querySelector('main')).not.toBeNull();
  });

  it('shows every word of a state', () => {
    const shown = new Set([...page.querySelectorAll('sb-dev-words sb-state')].map(({ textContent }) => textContent));
    const words = [projectWords, runWords, copyWords, componentWords, destinationWords, deliveryWords].flatMap(
      (group) => Object.values(group).map(({ word }) => word),
    );
    expect(words.filter((word) => !shown.has(word))).toEqual([]);
  });

  it('shows every part that several screens are made of', () => {
    const parts = [
      'sb-ladder',
      'sb-strip',
      'sb-strip-legend',
      'sb-spark',
      'sb-bars',
      'sb-lines',
      'sb-usage-bar',
      'sb-change-bar',
      'sb-pipeline',
      'sb-verdict',
      'sb-problem-cards',
      'sb-destination-card',
      'sb-destination-trouble sb-connect-box',
      'sb-dev-connect sb-connect-box',
      'sb-copies sb-copy-job',
      'sb-run-notices sb-copy-job',
      'sb-preset-choice',
      'sb-dev-notifications sb-channel-card',
      'sb-dev-notifications sb-event-matrix',
      'sb-dev-notifications sb-kept-lines',
      'sb-schedule-table',
      'sb-approval-panel',
      'sb-next-runs .noted',
      'sb-retention-line .cross',
      'sb-months-bars',
      'sb-deletion-panel .sb-panel',
      'sb-heat-strip',
      'sb-run-log',
      'sb-failure',
      'sb-empty',
      'sb-loading',
      'sb-problem',
      'sb-connection-bar',
      'sb-config-fields',
      'sb-form-summary',
    ];
    expect(parts.filter((part) => page.querySelector(part) === null)).toEqual([]);
    const text = page.textContent.replace(/\s+/g, ' ');
    expect(text).toMatch(/Connection lost, showing \d\d:30:30\. Retrying in 5 s/);
    expect(text).toContain('Nextcloud has taken nothing for 34 s.');
  });
});
