import type { Page } from '@playwright/test';

/** By the Tab key, as often as it takes, to what has that name: a field by its label, a button or link by its text. */
export async function tabTo(page: Page, name: RegExp, within = 'body'): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = await page.evaluate((selector) => {
      const { activeElement } = document;
      // What Tab doesn't reach is passed over: a page between two steps has its focus on the body, which "says" every word there is.
      if (!(activeElement instanceof HTMLElement) || activeElement.tabIndex < 0) return '';
      if (activeElement.closest(selector) === null) return '';
      const label = 'labels' in activeElement ? (activeElement as HTMLInputElement).labels?.[0]?.textContent : null;
      return (activeElement.getAttribute('aria-label') ?? label ?? activeElement.textContent).trim();
    }, within);
    if (name.test(focused)) return;
    passed.push(focused);
    await page.keyboard.press('Tab');
  }
  throw new Error(`nothing named ${name.source} was reached by Tab; passed ${passed.join(' | ')}`);
}

/** Goes to a field and types. */
export async function typeInto(page: Page, label: RegExp, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.insertText(text);
}

/** Goes to a button and presses it. */
export async function pressButton(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}
