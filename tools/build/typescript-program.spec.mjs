import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundle } from '../build.mjs';
import { typescriptProgram } from './typescript-program.mjs';

const root = join(import.meta.dirname, '../..');

describe('bundling an app with decorators', () => {
  let folder = '';
  beforeEach(() => {
    mkdirSync(join(root, 'tmp'), { recursive: true });
    folder = mkdtempSync(join(root, 'tmp/program-'));
    writeFileSync(
      join(folder, 'tsconfig.json'),
      '{ "extends": "../../tsconfig.base.json", "compilerOptions": { "strictPropertyInitialization": false } }',
    );
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** @param {Record<string, string>} files @returns {Promise<string>} what the bundle prints */
  async function run(files, plugins = undefined) {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const entry = relative(root, join(folder, 'main.ts'));
    const program = typescriptProgram({
      root,
      entries: [entry],
      tsconfig: relative(root, join(folder, 'tsconfig.json')),
    });
    const external = ['@nestjs/microservices', '@nestjs/websockets', '@fastify/static'];
    const outfile = join(folder, 'main.mjs');
    await bundle({ entry, external, plugins: [...(plugins ?? []), program] }, outfile, 'silent');
    return execFileSync(process.execPath, [outfile], { encoding: 'utf8', env: {} });
  }

  const reflection = "import 'reflect-metadata';\nawait import('./app');\n";

  it('keeps the metadata that dependency injection reads', async () => {
    const app = `
      class Engine {}
      function injectable(_: unknown): void {}
      @injectable class Car { constructor(readonly engine: Engine) {} }
      const [first] = Reflect.getMetadata('design:paramtypes', Car) as unknown[];
      console.log(first === Engine);
      export {};`;
    expect(await run({ 'main.ts': reflection, 'app.ts': app })).toBe('true\n');
  });

  it('gives a DTO its types, comments and the DTOs of other files, without a decorator', async () => {
    const files = {
      'wheel.dto.ts': `export class WheelDto {
        /** Millimetres. */
        width: number;
      }`,
      'car.dto.ts': `import { WheelDto } from './wheel.dto';
      export class CarDto {
        /** What is painted on it. */
        name?: string;
        wheels: WheelDto[];
      }`,
      'app.ts': `import { CarDto } from './car.dto';
        const properties = (CarDto as unknown as { _OPENAPI_METADATA_FACTORY(): Record<string, { description?: string; required: boolean; type(): { name: string }[] }> })._OPENAPI_METADATA_FACTORY();
        console.log(properties['name']?.description, properties['name']?.required, properties['wheels']?.type()[0]?.name);`,
    };
    expect(await run({ 'main.ts': reflection, ...files })).toBe('What is painted on it. false WheelDto\n');
  }, 60_000);

  it('refuses a type error, with its place', async () => {
    const failed = await run({ 'main.ts': "const port: number = 'x';\nconsole.log(port);" }).catch((e) => e);
    expect(failed.errors.map((e) => e.text)).toEqual(["TS2322: Type 'string' is not assignable to type 'number'."]);
    expect(failed.errors[0].location).toMatchObject({ line: 1, column: 6 });
  });

  it('refuses a file that the TypeScript program lacks', async () => {
    const elsewhere = {
      name: 'elsewhere',
      setup: (building) =>
        building.onResolve({ filter: /node:fs/ }, () => ({ path: join(folder, 'stranger.ts'), namespace: 'file' })),
    };
    const files = { 'main.ts': "import 'node:fs';", 'stranger.ts': '' };
    const failed = await run(files, [elsewhere]).catch((e) => e);
    expect(failed.errors.map((e) => e.text)).toEqual([
      `${join(folder, 'stranger.ts')} is not part of the TypeScript program.`,
    ]);
  });
});
