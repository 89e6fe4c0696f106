import { madeFiles, present } from './docs/made-files.mjs';

const files = await madeFiles();

describe('pages that are made from the sources', () => {
  it.each(files)('$file is up to date (npm run docs)', ({ path, text }) => {
    expect(present(path)).toBe(text);
  });
});
