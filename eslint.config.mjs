import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const nodeGlobals = Object.fromEntries(
  [
    'console',
    'process',
    'Buffer',
    'URL',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'performance',
    'AbortController',
  ].map((name) => [name, 'readonly']),
);
const jestGlobals = Object.fromEntries(
  ['describe', 'it', 'test', 'expect', 'beforeAll', 'afterAll', 'beforeEach', 'afterEach'].map((name) => [
    name,
    'readonly',
  ]),
);

const deepImports = {
  group: ['@stowbase/*/*', '!@stowbase/*/testing'],
  message: "A library is imported through its door, '@stowbase/<name>' (or '@stowbase/<name>/testing').",
};
/** Packages that only named files may import, so that a swap of the package is a change of those files. */
const adapters = [
  {
    name: 'age-encryption',
    files: ['libs/archive/src/**/age*.ts', 'libs/archive/src/age/**/*.ts', 'apps/web/src/app/recovery-keys/age-*.ts'],
  },
  { name: 'tar', files: ['libs/archive/src/**/tar*.ts', 'libs/archive/src/tar/**/*.ts'] },
  { name: 'commander', files: ['apps/cli/src/**/*.ts'] },
  {
    name: 'pg',
    files: ['libs/postgres/src/**/*.ts', 'apps/api/src/database/{data-sources,patient-client}.ts'],
    allowTypeImports: true,
  },
  { name: 'pg-copy-streams', files: ['libs/postgres/src/copy*.ts'] },
  { name: 'undici', files: ['apps/api/src/outgoing/**/*.ts', 'libs/storage/src/http/**/*.ts'] },
  {
    name: 'openid-client',
    files: ['libs/storage/src/drivers/google-drive/token-requests.ts', 'apps/api/src/storage/connect/google/**/*.ts'],
  },
  { name: 'jose', files: ['libs/storage/src/drivers/google-drive/token-requests.ts'] },
  { name: '@aws-sdk/client-s3', files: ['libs/storage/src/drivers/s3/sdk.ts', 'apps/e2e/src/**/*.ts'] },
  { name: 'croner', files: ['apps/api/src/scheduler/cron/timetable.ts'] },
  { name: 'ipaddr.js', files: ['apps/api/src/outgoing/**/*.ts', 'apps/api/src/accounts/guard/client-address.ts'] },
  // How a field looks is said there, and only there; the first files stay without fields.
  {
    name: '@angular/material/form-field',
    files: ['apps/web/src/app/feedback/form-field.ts'],
    allowTypeImports: true,
  },
  { name: '@angular/material/snack-bar', files: ['apps/web/src/app/feedback/said.ts'] },
];
const restricted = (allowed = []) => ({
  paths: adapters
    .filter((a) => !allowed.includes(a.name))
    .map(({ name, files, allowTypeImports = false }) => ({
      name,
      allowTypeImports,
      message: `Only ${files.join(', ')} may import ${name}.`,
    })),
  patterns: [deepImports],
});
/** One place may be the adapter of several packages. */
const adaptersOf = (files) => adapters.filter((a) => a.files.some((file) => files.includes(file))).map((a) => a.name);

/** Attributes whose value nobody reads. */
const notRead = [
  'accept',
  'align',
  'appearance',
  'aria-controls',
  'aria-current',
  'aria-describedby',
  'aria-labelledby',
  'aria-live',
  'ariaCurrentWhenActive',
  'as',
  'autocapitalize',
  'autocorrect',
  'd',
  'fieldId',
  'fill',
  'formArrayName',
  'formControlName',
  'formGroupName',
  'glyph',
  'inputmode',
  'matButton',
  'points',
  'preserveAspectRatio',
  'rx',
  'scope',
  'shape-rendering',
  'stroke',
  'text-anchor',
  'tone',
  'transform',
];

/** Whoever opens and closes a database file that the same process has open drops its locks: they belong to the process (POSIX). */
const openedDatabase = {
  selector:
    'CallExpression[callee.name=/^(readFile|writeFile|appendFile|copyFile|cp|open|createReadStream|createWriteStream|truncate)(Sync)?$/]' +
    ' :matches(Literal[value=/\\.db(-wal|-shm)?$/], TemplateElement[value.cooked=/\\.db(-wal|-shm)?$/], CallExpression[callee.name="databaseFile"])',
  message: 'A database file is copied by VACUUM INTO, never read through fs.',
};

export default defineConfig(
  { ignores: ['apps/web/src/app/api/**', '**/dist/**', '**/node_modules/**', 'tmp/**', '.nx/**', 'coverage/**'] },
  {
    files: ['tools/**/*.mjs', '*.{js,mjs}', '*/*/jest.config.mjs'],
    extends: [js.configs.recommended],
    languageOptions: { globals: { ...nodeGlobals, ...jestGlobals } },
    rules: { 'max-lines': ['error', { max: 400 }] },
  },
  {
    files: ['**/*.ts'],
    // Rules that ask for types are oxlint's (.oxlintrc.json).
    extends: [js.configs.recommended, ...tseslint.configs.recommended],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Requests go through the outgoing guard.' }],
      '@typescript-eslint/no-restricted-imports': ['error', restricted()],
      // Which library may import which; proven by tools/boundaries.spec.mjs.
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'lib:archive', onlyDependOnLibsWithTags: ['lib:archive'] },
            { sourceTag: 'lib:postgres', onlyDependOnLibsWithTags: ['lib:postgres'] },
            { sourceTag: 'lib:sql-stream', onlyDependOnLibsWithTags: ['lib:sql-stream'] },
            { sourceTag: 'lib:storage', onlyDependOnLibsWithTags: ['lib:storage'] },
            { sourceTag: 'lib:dump', onlyDependOnLibsWithTags: ['lib:archive', 'lib:postgres', 'lib:sql-stream'] },
            { sourceTag: 'lib:restore', onlyDependOnLibsWithTags: ['lib:archive', 'lib:postgres', 'lib:sql-stream'] },
            {
              sourceTag: 'app:cli',
              onlyDependOnLibsWithTags: [
                'lib:archive',
                'lib:postgres',
                'lib:sql-stream',
                'lib:dump',
                'lib:restore',
                'lib:storage',
              ],
            },
            {
              sourceTag: 'app:api',
              onlyDependOnLibsWithTags: [
                'lib:archive',
                'lib:postgres',
                'lib:sql-stream',
                'lib:dump',
                'lib:restore',
                'lib:storage',
              ],
            },
            // The built product in a browser, beside a sample database and doubles of providers.
            { sourceTag: 'app:e2e', onlyDependOnLibsWithTags: ['lib:postgres', 'lib:storage'] },
            {
              sourceTag: 'app:web',
              onlyDependOnLibsWithTags: ['app:web'],
              bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg'],
            },
          ],
        },
      ],
    },
  },
  {
    // Tests of a restore begin with a real backup; its code knows nothing of how one is made.
    files: ['libs/restore/src/**/*.spec.ts', 'libs/restore/src/**/testing/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            {
              sourceTag: 'lib:restore',
              onlyDependOnLibsWithTags: ['lib:archive', 'lib:postgres', 'lib:sql-stream', 'lib:dump'],
            },
          ],
        },
      ],
    },
  },
  ...adapters.map(({ files }) => ({
    files,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', restricted(adaptersOf(files))] },
  })),
  {
    files: ['apps/api/src/**/*.ts'],
    ignores: [
      'apps/api/src/config/env.ts',
      'apps/api/src/database/column-types.ts',
      // Test builds only.
      'apps/api/src/lifecycle/die-at.ts',
      '**/*.spec.ts',
      '**/testing/**/*.ts',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Every setting is declared in config/variables.ts and read once.',
        },
      ],
      'no-restricted-syntax': ['error', openedDatabase],
    },
  },
  {
    files: ['apps/e2e/src/**/*.ts'],
    rules: {
      // Fixtures of Playwright name what they take, if it is nothing.
      'no-empty-pattern': 'off',
      'no-restricted-globals': 'off',
    },
  },
  {
    files: ['apps/web/src/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    languageOptions: { parserOptions: { emitDecoratorMetadata: false, experimentalDecorators: false } },
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: 'sb', style: 'kebab-case' }],
      '@angular-eslint/directive-selector': ['error', { type: 'attribute', prefix: 'sb', style: 'camelCase' }],
      '@angular-eslint/prefer-inject': 'error',
      '@angular-eslint/prefer-signals': 'error',
      '@angular-eslint/use-lifecycle-interface': 'error',
      'no-console': ['error', { allow: ['error'] }],
    },
  },
  {
    files: ['apps/web/src/**/*.html'],
    ignores: ['apps/web/src/index.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
    rules: {
      '@angular-eslint/template/i18n': [
        'error',
        {
          checkId: false,
          checkText: true,
          checkAttributes: true,
          ignoreAttributes: notRead,
          ignoreTags: ['kbd', 'code'],
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [deepImports] }],
    },
  },
  prettier,
);
