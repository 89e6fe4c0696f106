// docs/performance.md: written by `npm run bench`, one section a kind of run; the others stay as they are.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const head = `# Performance

Written by \`npm run bench\` (pipelines), \`npm run bench -- --restore\` and \`npm run bench -- --slope\` (memory against size),
\`npm run bench:service\`, \`npm run bench:storage\`, \`npm run bench:destinations\` and \`npm run bench:web\`; never edited by hand.
The bench database is the same on every machine: 30 % wide text, 25 % narrow integers, 20 % jsonb, 10 % bytea, 15 % vectors of 1,536 floats, and 200 small tables.
`;

/** @param {string} file @param {string} name which run @param {string} section Markdown */
export function writeSection(file, name, section) {
  const sections = new Map(
    [...(existsSync(file) ? readFileSync(file, 'utf8') : '').matchAll(/<!-- (\w+) -->\n([\s\S]*?)\n<!-- end -->/g)].map(
      (m) => [m[1], m[2]],
    ),
  );
  sections.set(name, section);
  const body = ['pipelines', 'restore', 'slope', 'service', 'storage', 'destinations', 'web'].flatMap((key) =>
    sections.has(key) ? [`<!-- ${key} -->\n${sections.get(key)}\n<!-- end -->`] : [],
  );
  writeFileSync(file, `${head}\n${body.join('\n\n')}\n`);
}
