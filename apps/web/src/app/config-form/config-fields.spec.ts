import { TestBed, type ComponentFixture } from '@angular/core/testing';
import { ConfigFields } from './config-fields';
import { configForm } from './config-form';
import type { StoredConfig } from './field-value';
import { exampleFields } from './testing/example-fields';

async function shown(stored: StoredConfig = null) {
  const fixture = TestBed.createComponent(ConfigFields);
  const form = configForm(exampleFields, stored);
  fixture.componentRef.setInput('fields', exampleFields);
  fixture.componentRef.setInput('form', form);
  fixture.componentRef.setInput('stored', stored);
  await fixture.whenStable();
  return { fixture, form, page: fixture.nativeElement as HTMLElement };
}

const byLabel = (page: HTMLElement, label: string): HTMLElement | null => {
  const found = [...page.querySelectorAll('label')].find((each) => each.textContent.trim() === label);
  return found === undefined ? null : page.querySelector(`#${found.htmlFor}`);
};

async function click(fixture: ComponentFixture<unknown>, button: string): Promise<void> {
  const buttons = [...(fixture.nativeElement as HTMLElement).querySelectorAll('button')];
  buttons.find(({ textContent }) => textContent.trim().startsWith(button))?.click();
  await fixture.whenStable();
}

describe('P-WEB-252 a form out of data', () => {
  it('has an element for every kind, named and explained', async () => {
    const { page } = await shown();
    const kinds = [
      'Endpoint',
      'User',
      'Secret key',
      'Parts',
      'Size limit (optional)',
      'Sign in by',
      'Folder (optional)',
    ];
    expect(kinds.filter((label) => byLabel(page, label) === null)).toEqual([]);
    expect(byLabel(page, 'Secret key')?.getAttribute('type')).toBe('password');
    expect(page.querySelector('select')?.textContent).toMatch(/Key\s*Account/);
    expect(page.querySelector('button[role=switch]')?.getAttribute('aria-label')).toBe('Path style');
    expect(page.textContent).toContain('Help of endpoint. Such as https://example.org');
  });

  it('puts groups together, the advanced one folded and last', async () => {
    const { page } = await shown();
    expect([...page.querySelectorAll('legend')].map((each) => each.textContent)).toEqual(['Sign in']);
    expect(page.lastElementChild?.localName).toBe('details');
    expect(page.querySelector('details')?.open).toBe(false);
    expect(page.querySelector('summary')?.textContent).toContain('0 of 2 changed');
  });

  it('shows a field as soon as its condition holds', async () => {
    const { fixture, form, page } = await shown();
    expect(byLabel(page, 'Service account')).toBeNull();
    form.patchValue({ signInBy: 'account' });
    await fixture.whenStable();
    expect(byLabel(page, 'Service account')?.localName).toBe('textarea');
  });

  it('says an error at its field once it was left, and opens what is folded', async () => {
    const { fixture, form, page } = await shown();
    form.patchValue({ maxSize: '500' });
    await fixture.whenStable();
    expect(page.querySelector('mat-error')).toBeNull();
    form.controls['maxSize']?.markAsTouched();
    await fixture.whenStable();
    expect(page.querySelector('mat-error')?.textContent).toBe('Size limit needs a unit, such as 500 GiB.');
    expect(page.querySelector('details')?.open).toBe(true);
    expect(byLabel(page, 'Size limit (optional)')?.getAttribute('aria-invalid')).toBe('true');
  });

  it('shows of a stored secret only that it is there, and can leave it so after all', async () => {
    const { fixture, form, page } = await shown({ secretKey: { set: true, hint: '9f3c' } });
    expect(page.querySelector('.kept')?.textContent).toMatch(/set\s*ends in 9f3c/);
    expect(page.querySelector('input[type=password]')).toBeNull();
    await click(fixture, 'Replace');
    expect(form.controls['secretKey']?.value).toBe('');
    expect(document.activeElement?.getAttribute('type')).toBe('password');
    await click(fixture, 'Keep the stored one');
    expect(form.controls['secretKey']?.value).toBeNull();
    expect(form.dirty).toBe(false);
  });
});
