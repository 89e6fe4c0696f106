/**
 * The page of the web app, so that a browser shows what stands in it (its name, "Loading…") before the program is there: the program's
 * files give way to the page's own, and its styles are asked for behind what they don't style. `npm run bench:web` measures it.
 * @param page index.html as Angular builds it
 */
export function firstPaintFirst(page: string): string {
  const later = page
    .replaceAll('<link rel="modulepreload"', '<link rel="modulepreload" fetchpriority="low"')
    .replaceAll('type="module"', 'type="module" fetchpriority="low"');
  const styles = /<link rel="stylesheet"[^>]*>/.exec(later)?.[0];
  if (styles === undefined) return later;
  return later.replace(styles, '').replace('</sb-root>', `</sb-root>\n    ${styles}`);
}
