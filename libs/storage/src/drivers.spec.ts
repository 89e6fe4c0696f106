import path from 'node:path';
import { build } from 'esbuild';

/** Whatever a service loads that has no destination yet. */
async function loadedAtOnce(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [path.join(import.meta.dirname, 'drivers.ts')],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outdir: 'out',
    write: false,
    metafile: true,
  });
  const seen = new Set<string>();
  const visit = (output: string): string[] => {
    if (seen.has(output)) return [];
    seen.add(output);
    return (metafile.outputs[output]?.imports ?? []).flatMap(({ path: to, kind, external }) => {
      if (kind !== 'import-statement') return [];
      return external === true ? [to] : visit(to);
    });
  };
  return visit('out/drivers.js').filter((name) => !name.startsWith('node:'));
}

it('P-STORE-8 the list of drivers loads no package of theirs: that comes with the first destination', async () => {
  expect(await loadedAtOnce()).toEqual([]);
});
