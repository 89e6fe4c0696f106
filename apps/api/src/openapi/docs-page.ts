/** The explorer's page. Everything it loads is ours; the only inline part is what carries the nonce. */
export const docsPage = (nonce: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Stowbase API</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<style nonce="${nonce}">body { margin: 0 } noscript { display: block; padding: 2rem; font-family: system-ui, sans-serif }</style>
</head>
<body>
<noscript>This page needs JavaScript; the description itself is <a href="/api/openapi.json">openapi.json</a>.</noscript>
<div id="explorer"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

/** No outside validator, no setting by the address (a link could then show another document here). Requests carry the login's XSRF token. */
export const docsScript = `window.ui = SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#explorer',
  validatorUrl: null,
  queryConfigEnabled: false,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  deepLinking: true,
});
`;
