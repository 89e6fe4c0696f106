// Which name of a schema in openapi.json two different things have. Nothing else says so: the one that is looked at first wins, and the other's
// fields or values are gone.
import { posix } from 'node:path';
import ts from 'typescript';

/** @typedef {{ name: string, what: string, where: string }} Named what: equal for things that are the same */

/**
 * @param {Record<string, string>} sources text by path from the project's root, with /
 * @returns {string[]} one sentence for each clash
 */
export function clashingNames(sources) {
  // The others have neither descriptions nor lists, nor lead to them.
  const told = Object.entries(sources).filter(([, text]) => /@nestjs\/swagger|enumName|as const|export \{/.test(text));
  const files = new Map(
    told.map(([path, text]) => [path, ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)]),
  );
  /** @type {Map<string, Named[]>} */
  const named = new Map();
  for (const [path, file] of files)
    for (const one of [...classesOf(path, file), ...enumsOf(path, file, files)])
      named.set(one.name, [...(named.get(one.name) ?? []), one]);
  return [...named].flatMap(([name, all]) => {
    const others = all.filter(({ what }) => what !== all[0]?.what);
    return others.length === 0 ? [] : [`${name} is one thing in ${all[0]?.where} and another in ${others[0]?.where}`];
  });
}

/** @param {string} path @param {ts.SourceFile} file @returns {Named[]} the classes that replies and requests are described by */
function classesOf(path, file) {
  const isDescribed = file.text.includes('@Api') && file.text.includes("'@nestjs/swagger'");
  return file.statements
    .filter(ts.isClassDeclaration)
    .flatMap(({ name }) => (name === undefined ? [] : [name.text]))
    .filter((name) => name.endsWith('Dto') || (isDescribed && !/(?:Controller|Module|Service)$/.test(name)))
    .map((name) => ({ name, what: `class of ${path}`, where: path }));
}

/** @param {string} path @param {ts.SourceFile} file @param {Map<string, ts.SourceFile>} files @returns {Named[]} */
function enumsOf(path, file, files) {
  /** @type {Named[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isObjectLiteralExpression(node)) {
      const [name, values] = [valueOf(node, 'enumName'), valueOf(node, 'enum')];
      if (name !== undefined && ts.isStringLiteral(name) && values !== undefined)
        found.push({ name: name.text, what: contentOf(values, path, files), where: path });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** @param {ts.ObjectLiteralExpression} literal @param {string} key @returns {ts.Expression | undefined} */
const valueOf = (literal, key) =>
  literal.properties.filter(ts.isPropertyAssignment).find(({ name }) => ts.isIdentifier(name) && name.text === key)
    ?.initializer;

/** What the values are: as they are written where they are made, or else where that is. @param {ts.Expression} values @param {string} path @param {Map<string, ts.SourceFile>} files @returns {string} */
function contentOf(values, path, files) {
  if (!ts.isIdentifier(values)) return listed(values) ?? `${values.getText()} of ${path}`;
  const { text: name } = values;
  const file = files.get(path);
  const own = file?.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find((declared) => declared.name.getText() === name)?.initializer;
  if (own !== undefined) return listed(own) ?? `${name} of ${path}`;
  for (const statement of file?.statements ?? []) {
    const { from, theirs } = sourceOf(statement, name, path) ?? {};
    if (from === undefined || theirs === undefined) continue;
    const made = [from, `${from}.ts`].find((candidate) => files.has(candidate));
    return made === undefined ? `${theirs} of ${from}` : contentOf(ts.factory.createIdentifier(theirs), made, files);
  }
  return `${name} of ${path}`;
}

/** Of a list of literals all of it, so that it is the same wherever it is written. @param {ts.Expression} values */
function listed(values) {
  const list = ts.isAsExpression(values) ? values.expression : values;
  if (!ts.isArrayLiteralExpression(list) || !list.elements.every(ts.isStringLiteral)) return undefined;
  return JSON.stringify(list.elements.map((element) => /** @type {ts.StringLiteral} */ (element).text));
}

/** Where a file has that name from. @param {ts.Statement} statement @param {string} name @param {string} path */
function sourceOf(statement, name, path) {
  const bindings = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : ts.isExportDeclaration(statement)
      ? statement.exportClause
      : undefined;
  if (bindings === undefined || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return undefined;
  const one = bindings.elements.find((element) => element.name.text === name);
  const module = /** @type {ts.ImportDeclaration} */ (statement).moduleSpecifier;
  if (one === undefined || module === undefined || !ts.isStringLiteral(module)) return undefined;
  const from = module.text.startsWith('.') ? posix.join(posix.dirname(path), module.text) : module.text;
  return { from, theirs: (one.propertyName ?? one.name).text };
}
