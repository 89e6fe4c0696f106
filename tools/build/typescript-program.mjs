// What an app with decorators is bundled from: esbuild writes no decorator metadata, and only TypeScript runs the Swagger plugin.
import { join } from 'node:path';
import { before as swaggerPlugin } from '@nestjs/swagger/plugin';
import ts from 'typescript';
import { escapeLetters } from './ascii-sources.mjs';

/** What the Swagger plugin reads types and comments of. */
const swaggerOptions = {
  dtoFileNameSuffix: ['.dto.ts'],
  controllerFileNameSuffix: ['.controller.ts'],
  classValidatorShim: true,
  introspectComments: true,
  esmCompatible: true,
};

/**
 * Checks the types of the entries and all that they import, and hands esbuild what TypeScript made of each file. Type errors end the build.
 * @param {{ root: string, entries: string[], tsconfig: string }} o paths below `root`
 * @returns {import('esbuild').Plugin}
 */
export function typescriptProgram({ root, entries, tsconfig }) {
  /** @type {Map<string, string>} source file → JavaScript */
  let emitted = new Map();
  return {
    name: 'typescript-program',
    setup(building) {
      // The Swagger plugin writes what a decorator says beside what it read of the type; the later one counts, as it should.
      building.initialOptions.logOverride = { 'duplicate-object-key': 'silent' };
      building.onStart(() => {
        const program = createProgram(
          entries.map((entry) => join(root, entry)),
          join(root, tsconfig),
        );
        // Also with errors: esbuild goes on to load the files, and would say of each that it is missing.
        emitted = emit(program);
        return { errors: ts.getPreEmitDiagnostics(program).map(asMessage) };
      });
      building.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = emitted.get(path);
        if (contents === undefined) return { errors: [{ text: `${path} is not part of the TypeScript program.` }] };
        return { contents: escapeLetters(contents), loader: 'js' };
      });
    },
  };
}

/** @param {string[]} entries @param {string} tsconfig */
function createProgram(entries, tsconfig) {
  const parsed = ts.getParsedCommandLineOfConfigFile(tsconfig, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic });
  if (parsed === undefined) throw new Error(`${tsconfig} could not be read.`);
  return ts.createProgram(entries, {
    ...parsed.options,
    types: ['node'],
    noEmit: false,
    inlineSourceMap: true,
    inlineSources: true,
  });
}

/** @param {ts.Program} program */
function emit(program) {
  /** @type {Map<string, string>} */
  const emitted = new Map();
  const before = [swaggerPlugin(swaggerOptions, program)];
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile) continue;
    program.emit(source, (_, text) => emitted.set(source.fileName, text), undefined, false, { before });
  }
  return emitted;
}

/** @param {ts.Diagnostic} diagnostic */
function onUnRecoverableConfigFileDiagnostic(diagnostic) {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
}

/** @param {ts.Diagnostic} diagnostic @returns {import('esbuild').PartialMessage} */
function asMessage({ file, start = 0, length = 0, messageText, code }) {
  const text = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  if (file === undefined) return { text };
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const lineText = file.text.split('\n')[line] ?? '';
  return { text, location: { file: file.fileName, line: line + 1, column: character, length, lineText } };
}
