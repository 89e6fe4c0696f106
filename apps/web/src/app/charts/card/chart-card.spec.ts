import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { ChartCard } from './chart-card';

@Component({
  selector: 'sb-test-page',
  imports: [ChartCard],
  template: `<sb-chart-card [heading]="name" note="crm" i18n-note [rows]="rows"
    ><ng-template><svg role="img" [attr.aria-label]="name"></svg></ng-template
    ><span i18n>Median 5 s</span></sb-chart-card
  >`,
})
class TestPage {
  protected readonly name = 'Duration';
  protected readonly rows = { columns: ['Day', 'Duration'], rows: [['24 Nov', '5.0 s']] };
}

describe('P-WEB-107 a picture in numbers', () => {
  it('is shown as a table by a button, with the same numbers, and back', async () => {
    const fixture = TestBed.createComponent(TestPage);
    await fixture.whenStable();
    const element = fixture.nativeElement as HTMLElement;
    expect(element.querySelector('[role=img]')).not.toBeNull();
    const button = element.querySelector('button')!;
    button.click();
    await fixture.whenStable();
    expect(button.getAttribute('aria-pressed')).toBe('true');
    expect(element.querySelector('[role=img]')).toBeNull();
    const cells = [...element.querySelectorAll('th, td')].map((cell) => cell.textContent);
    expect(cells).toEqual(['Day', 'Duration', '24 Nov', '5.0 s']);
    expect(element.querySelector('[role=region]')?.getAttribute('aria-label')).toBe('Duration');
    button.click();
    await fixture.whenStable();
    expect(element.querySelector('table')).toBeNull();
    expect(element.textContent).toContain('Median 5 s');
  });
});
