// Pages and files that are made from the sources. `npm run docs` writes them, tools/docs.spec.mjs fails when one is not what it would be.
import { importTypeScript } from '../typescript-door.mjs';
import { apiDocument } from './api-document.mjs';
import { destinationPage, pageOf } from './destination-page.mjs';

const { drivers, environmentNames, probeCheckTitles } = await importTypeScript('libs/storage/src/index.ts');

/** @type {{ file: string, make: () => Promise<string> }[]} */
export const generators = [
  {
    file: 'docs/configuration.md',
    make: async () => (await importTypeScript('apps/api/src/config/configuration-page.ts')).configurationPage(),
  },
  {
    file: 'docs/errors.md',
    make: async () => (await importTypeScript('apps/api/src/errors/errors-page.ts')).errorsPage(),
  },
  {
    file: 'openapi.json',
    make: async () => JSON.stringify(await apiDocument()),
  },
  {
    file: 'docs/api.md',
    make: async () => (await importTypeScript('apps/api/src/openapi/api-page.ts')).apiPage(await apiDocument()),
  },
  // One for each type of storage: a new driver without a page is told by tools/docs.spec.mjs.
  ...drivers.map((driver) => ({
    file: pageOf(driver.type),
    make: async () => destinationPage(driver, environmentNames(driver), probeCheckTitles),
  })),
];
