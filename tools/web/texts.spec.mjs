import { textsOf } from './texts.mjs';

it('the texts of a program are what translators get, without what they are told of them', () => {
  const code = [
    'const a = $localize`Not protected`, b = `no text`;',
    '$localize`:␟49e3␟1700: Add key `;',
    '$localize`:a hint|of more:set, ends with ${end}:hint:`;',
    'f($localize`${a} of ${b}:most: are left: ${c}`);',
  ];
  expect(textsOf(code.join('\n'))).toEqual([
    'Not protected',
    ' Add key ',
    'set, ends with {…}',
    '{…} of {…} are left: {…}',
  ]);
});
