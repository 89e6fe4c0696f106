import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withBundledRequires } from './mapped-types.mjs';

const file = join(import.meta.dirname, '../../node_modules/@nestjs/mapped-types/dist/type-helpers.utils.js');

describe('partial classes in a bundle', () => {
  it('ask the bundler for class-validator and class-transformer, not Node when they run', () => {
    const source = withBundledRequires(readFileSync(file, 'utf8'));
    expect(source).not.toContain('createRequire');
    expect(source).toContain("require('class-validator')");
    expect(source).toContain("require('class-transformer/cjs/storage')");
  });

  it('are looked at again when the package asks in another way', () => {
    expect(() => withBundledRequires('export {};')).toThrow('in another way than before');
  });
});
