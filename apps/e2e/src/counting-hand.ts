import type { Page } from '@playwright/test';

/** Does what a person does, and counts it. */
export interface CountingHand {
  fill(label: string, text: string): Promise<void>;
  press(name: string): Promise<void>;
  check(label: RegExp): Promise<void>;
  used(): { clicks: number; fields: number };
}

/** A field costs no click: one goes there by Tab, or was there before. */
export function countingHand(page: Page): CountingHand {
  let clicks = 0;
  let fields = 0;
  return {
    async fill(label, text) {
      fields += 1;
      await page.getByLabel(label, { exact: true }).fill(text);
    },
    async press(name) {
      clicks += 1;
      await page.getByRole('button', { name, exact: true }).click();
    },
    async check(label) {
      clicks += 1;
      // Not check(): it looks at the box once more, and one that has done its work may be gone by then.
      await page.getByRole('checkbox', { name: label }).click();
    },
    used: () => ({ clicks, fields }),
  };
}
