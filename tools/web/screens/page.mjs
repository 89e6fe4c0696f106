/* global document */

/**
 * The window as high as the page, so that bars at its edges are where they belong, for as long as `work` takes.
 * @template T
 * @param {import('@playwright/test').Page} page @param {number} most pixels @param {() => Promise<T>} work
 */
export async function withLarger(page, most, work) {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 };
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, most)) });
  try {
    return await work();
  } finally {
    await page.setViewportSize({ width, height });
  }
}
