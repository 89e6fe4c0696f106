import { firstPaintFirst } from './first-paint';

const built = `<!doctype html>
<html><head>
  <link rel="stylesheet" href="styles-A.css" nonce="NONCE"></head>
  <body>
    <sb-root><main>Loading…</main></sb-root>
  <link rel="modulepreload" href="chunk-B.js" nonce="NONCE"><script src="main-C.js" type="module" nonce="NONCE"></script></body>
</html>`;

describe('P-WEB-7: the page shows its name before the program is there', () => {
  const page = firstPaintFirst(built);

  it('asks for styles behind what they do not style, once', () => {
    expect(page.indexOf('styles-A.css')).toBeGreaterThan(page.indexOf('</sb-root>'));
    expect(page.indexOf('styles-A.css')).toBeLessThan(page.indexOf('main-C.js'));
    expect(page.match(/styles-A\.css/g)).toHaveLength(1);
  });

  it('lets the program give way', () => {
    expect(page).toContain('<link rel="modulepreload" fetchpriority="low" href="chunk-B.js" nonce="NONCE">');
    expect(page).toContain('<script src="main-C.js" type="module" fetchpriority="low" nonce="NONCE">');
  });

  it('leaves a page without any of that as it is', () => {
    expect(firstPaintFirst('<p>none</p>')).toBe('<p>none</p>');
  });
});
