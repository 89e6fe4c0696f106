import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { Confirm } from './confirm';
import { keepUnsaved, warnBeforeUnload } from './keep-unsaved';

let isTyped = false;

@Component({ template: '' })
class FormPage {
  constructor() {
    warnBeforeUnload(() => this.hasUnsaved());
  }
  hasUnsaved(): boolean {
    return isTyped;
  }
}
@Component({ template: '' })
class Elsewhere {}

describe('P-WEB-255 a page with something unsaved', () => {
  const questions: unknown[] = [];
  let answer = false;
  beforeEach(() => {
    questions.length = 0;
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: '', component: FormPage, canDeactivate: [keepUnsaved] },
          { path: 'elsewhere', component: Elsewhere },
        ]),
        {
          provide: Confirm,
          useValue: { ask: (question: unknown) => (questions.push(question), Promise.resolve(answer)) },
        },
      ],
    });
  });

  it.each([
    ['is left without a word when nothing was typed', false, true, '/elsewhere', 0],
    ['asks, and stays when that is wanted', true, false, '/', 1],
    ['asks, and goes when that is wanted', true, true, '/elsewhere', 1],
  ])('%s', async (_, typed, leave, url, asked) => {
    [isTyped, answer] = [typed, leave];
    await RouterTestingHarness.create('/');
    await TestBed.inject(Router).navigateByUrl('/elsewhere');
    expect(TestBed.inject(Router).url).toBe(url);
    expect(questions).toHaveLength(asked);
  });

  it.each([true, false])('lets the browser ask when the tab is closed: %s', async (typed) => {
    isTyped = typed;
    await RouterTestingHarness.create('/');
    const closing = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(closing);
    expect(closing.defaultPrevented).toBe(typed);
  });
});
