import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { cases } from './boundaries/cases.mjs';

describe('the lint rules bite (P-WORKSPACE-1)', () => {
  /** @type {{ title: string, rules: string[] }[]} */
  let found = [];
  beforeAll(() => {
    const script = join(import.meta.dirname, 'boundaries/lint-cases.mjs');
    const out = execFileSync(process.execPath, [script], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    found = JSON.parse(out);
  }, 120_000);

  it.each(cases.filter((c) => c.rules.length > 0))('refuses: $title', ({ title, rules }) => {
    expect(found.find((f) => f.title === title)?.rules).toEqual(rules);
  });

  it.each(cases.filter((c) => c.rules.length === 0))('allows: $title', ({ title }) => {
    expect(found.find((f) => f.title === title)?.rules).toEqual([]);
  });
});
