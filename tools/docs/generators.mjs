// Pages and files that are made from the sources. `npm run docs` writes them, tools/docs.spec.mjs fails when one is not what it would be.
import { importTypeScript } from '../typescript-door.mjs';

/** @type {{ file: string, make: () => Promise<string> }[]} */
export const generators = [
  {
    file: 'docs/configuration.md',
    make: async () => (await importTypeScript('apps/api/src/config/configuration-page.ts')).configurationPage(),
  },
];
