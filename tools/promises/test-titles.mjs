// The titles of tests that run, read from the specs themselves: a skipped test proves nothing, a comment even less.
import ts from 'typescript';

const runners = ['describe', 'it', 'test'];

/**
 * Text of the titles (and of the tables of `.each`) of all describe, it and test calls that aren't skipped.
 * @param {string} source @param {string} fileName
 * @returns {string[]}
 */
export function testTitles(source, fileName) {
  const file = ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true);
  /** @type {string[]} */
  const titles = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isCallExpression(node)) {
      const name = runnerOf(node.expression);
      if (name === 'skipped') return;
      if (name === 'runs') {
        if (node.arguments[0] !== undefined) titles.push(node.arguments[0].getText());
        if (ts.isCallExpression(node.expression)) titles.push(...node.expression.arguments.map((a) => a.getText()));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return titles;
}

/** @param {ts.Expression} callee `it`, `it.each(table)`, `describe.skip`, … @returns {'runs' | 'skipped' | null} */
function runnerOf(callee) {
  if (ts.isCallExpression(callee)) return runnerOf(callee.expression);
  const words = callee.getText().split('.');
  const first = words[0] ?? '';
  if (/^x(describe|it|test)$/.test(first)) return 'skipped';
  if (!runners.includes(first)) return null;
  return words.some((w) => w === 'skip' || w === 'todo') ? 'skipped' : 'runs';
}
