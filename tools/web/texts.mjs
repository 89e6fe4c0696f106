// Every text of the web app, as translators would get it: what the build left for `$localize`, of templates and of code.
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { isStale } from '../start/stale.mjs';

const root = join(import.meta.dirname, '../..');

/** @returns {string[]} placeholders as `{…}`; builds the web app first when a source is newer */
export function webTexts() {
  if (isStale(root, 'web'))
    execFileSync(process.execPath, [join(root, 'tools/build.mjs'), 'web'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  const files = globSync('dist/apps/web/browser/*.js', { cwd: root });
  return [...new Set(files.flatMap((file) => textsOf(readFileSync(join(root, file), 'utf8'))))];
}

/** @param {string} code JavaScript @returns {string[]} */
export function textsOf(code) {
  /** @type {string[]} */
  const texts = [];
  const visit = (/** @type {ts.Node} */ node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag) && node.tag.text === '$localize')
      texts.push(textOf(node.template));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('built.js', code, ts.ScriptTarget.Latest));
  return texts;
}

/** @param {ts.TemplateLiteral} template */
function textOf(template) {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return withoutDescription(template.text);
  const [first, ...rest] = [template.head, ...template.templateSpans.map(({ literal }) => literal)];
  return [withoutDescription(first.text), ...rest.map(({ text }) => withoutDescription(text))].join('{…}');
}

/** Before a text stands what translators are told of it and its number, before what follows a placeholder its name: `:Name:`. @param {string} text */
const withoutDescription = (text) => text.replace(/^:(?:\\.|[^:\\])*:/, '');
