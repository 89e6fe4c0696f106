import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What the page of the explorer loads, by its name in the address. */
export const swaggerAssets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
};

const here = import.meta.dirname;

/** Beside the bundle, where the build puts them; in a checkout, in the package. */
export const swaggerFolder = (): string =>
  firstOf([join(here, 'swagger'), join(here, '../../../../node_modules/swagger-ui-dist')]);

/** openapi.json, beside the bundle or at the root of a checkout. */
export const apiDocumentFile = (): string =>
  firstOf([join(here, 'openapi.json'), join(here, '../../../../openapi.json')]);

const firstOf = (places: readonly string[]): string => {
  const place = places.find((path) => existsSync(path));
  if (place === undefined) throw new Error(`None of ${places.join(', ')} is there.`);
  return place;
};
