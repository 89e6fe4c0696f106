import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../docs/screens');
const pictures = readdirSync(folder).filter((file) => file.endsWith('.png'));

describe('docs/screens', () => {
  it('explains each picture, and has each that it explains', () => {
    const named = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/\]\(([\w-]+\.png)\)/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(named)].sort()).toEqual([...pictures].sort());
  });

  it('has none that is larger than 150 kB', () => {
    expect(pictures.filter((file) => statSync(join(folder, file)).size > 150_000)).toEqual([]);
  });
});
