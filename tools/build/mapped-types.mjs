// Nest's `PartialType` and `OmitType` ask for class-validator and class-transformer when the program runs, by a `require` of their own. In a
// bundle that is another copy of both, or none at all: what such a class inherits would be checked by nobody. Here the bundler sees the request.
import { readFile } from 'node:fs/promises';

const ownRequire =
  /^import \{ createRequire \} from 'node:module';\nconst require = createRequire\(import\.meta\.url\);\n/m;

/** @param {string} source of `@nestjs/mapped-types` */
export function withBundledRequires(source) {
  if (!ownRequire.test(source))
    throw new Error('@nestjs/mapped-types asks for its packages in another way than before.');
  // What the package calls when the first name isn't there.
  return source.replace(ownRequire, '').replace("require('class-transformer/storage')", 'undefined');
}

/** @type {import('esbuild').Plugin} before those that read every package */
export const mappedTypes = {
  name: 'mapped-types',
  setup(building) {
    building.onLoad({ filter: /@nestjs[\\/]mapped-types[\\/]dist[\\/]type-helpers\.utils\.js$/ }, async ({ path }) => ({
      contents: withBundledRequires(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};
