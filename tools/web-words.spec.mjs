import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { webTexts } from './web/texts.mjs';

const app = join(import.meta.dirname, '../apps/web/src/app');

/** What other tools call states. Ours have one word each (design/ux.md §4). */
const foreign =
  /\b(succe(ss|ssful|ssfully|eded)|ok|okay|completed|canceled|aborted|in progress|partial(ly complete)?|healthy|unhealthy|errored|error occurred|something went wrong|unprotected|verified ok|broken|offline|online)\b/i;

/** Words that name a state of §4 and nothing else: they stand in states/words.ts, so that no screen has its own. */
const stateWords = [
  'Protected',
  'At risk',
  'Not protected',
  'Not set up',
  'Queued',
  'Running',
  'Running, finishing',
  'Complete',
  'Complete with gaps',
  'Partly stored',
  'Cancelled',
  'Interrupted',
  'Missed',
  'Uploading',
  'Stored',
  'Not stored',
  'Missing',
  'Damaged',
  'Delete pending',
  'Probe failed',
  'Not checked',
  'Not permitted',
];

const sources = () =>
  globSync('**/*.{ts,html}', { cwd: app }).filter((file) => !/\.spec\.ts$|^api\/|\/testing\//.test(file));

describe('P-WEB-5 words of the web app', () => {
  it('name no state as other tools do', () => {
    const texts = webTexts();
    expect(texts.length).toBeGreaterThan(1500);
    expect(texts).toContain('Not protected');
    expect(texts.filter((text) => foreign.test(text))).toEqual([]);
  }, 120_000);

  it('never begin a part with a colon, which would be read as the name of a placeholder', () => {
    const broken = /\$localize`[^`]*\}:(?![a-zA-Z_]\w*:)/;
    expect(sources().filter((file) => broken.test(readFileSync(join(app, file), 'utf8')))).toEqual([]);
  });

  it('for states stand at one place', () => {
    const own = new RegExp(`(?:\\$localize\`|>\\s*|['"])(${stateWords.join('|')})(?:\`|\\s*<|['"])`);
    const files = sources().filter((file) => !/^dev-states\/|^states\/words\.ts$/.test(file));
    expect(files.length).toBeGreaterThan(40);
    expect(
      files.flatMap((file) => {
        const word = own.exec(readFileSync(join(app, file), 'utf8'))?.[1];
        return word === undefined ? [] : [`${file}: ${word}`];
      }),
    ).toEqual([]);
  });
});
