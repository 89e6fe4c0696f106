import nx from '@nx/eslint-plugin';
import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const testingToo = (name) => [`lib:${name}`];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'tmp/**', '.nx/**', '**/*.mjs', '**/*.js'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Requests go through the outgoing guard.' }],
      // Which library may import which: ../shared design "Layout"; proven by tools/boundaries.spec.mjs.
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: [
            { sourceTag: 'lib:archive', onlyDependOnLibsWithTags: testingToo('archive') },
            { sourceTag: 'lib:postgres', onlyDependOnLibsWithTags: testingToo('postgres') },
            { sourceTag: 'lib:sql-stream', onlyDependOnLibsWithTags: testingToo('sql-stream') },
            { sourceTag: 'lib:storage', onlyDependOnLibsWithTags: testingToo('storage') },
            { sourceTag: 'lib:dump', onlyDependOnLibsWithTags: ['lib:archive', 'lib:postgres', 'lib:sql-stream'] },
            { sourceTag: 'lib:restore', onlyDependOnLibsWithTags: ['lib:archive', 'lib:postgres', 'lib:sql-stream'] },
            { sourceTag: 'app:cli', onlyDependOnLibsWithTags: ['lib:archive', 'lib:postgres', 'lib:sql-stream', 'lib:dump', 'lib:restore', 'lib:storage'] },
            { sourceTag: 'app:api', onlyDependOnLibsWithTags: ['lib:archive', 'lib:postgres', 'lib:sql-stream', 'lib:dump', 'lib:restore', 'lib:storage'] },
            { sourceTag: 'app:web', onlyDependOnLibsWithTags: ['app:web'], bannedExternalImports: ['@nestjs/*', 'typeorm', 'pg'] },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  prettier,
);
