import fc from 'fast-check';
import { parseSetting, setClause, splitNames } from './setting-values';

const name = fc.string({ unit: fc.constantFrom('a', 'B', '"', ',', ' ', "'", '\\', '$', '.', 'é', '\n') });

describe('values of settings', () => {
  it('a list of names is split as the server stored it, whatever is in the names', () => {
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), fc.constantFrom(',', ', '), (names, comma) => {
        const stored = names.map((one) => `"${one.replaceAll('"', '""')}"`).join(comma);
        expect(splitNames(stored)).toEqual(names);
      }),
    );
  });

  it.each([
    ['search_path', '"$user", public, "a""b, c"', `SET "search_path" TO '$user', 'public', 'a"b, c'`],
    ['search_path', '""', `SET "search_path" TO ''`],
    ['temp_tablespaces', '', `SET "temp_tablespaces" TO ''`],
    ['pgrst.db_schemas', 'public, "x"', `SET "pgrst.db_schemas" TO 'public, "x"'`],
    ['application_name', "it's \\ =", `SET "application_name" TO E'it''s \\\\ ='`],
    ['session_preload_libraries', 'broken "list', `SET "session_preload_libraries" TO 'broken "list'`],
  ])('%s = %s', (setting, value, clause) => {
    expect(setClause({ name: setting, value })).toBe(clause);
  });

  it('the first equals sign ends the name', () => {
    expect(parseSetting('application_name=a=b')).toEqual({ name: 'application_name', value: 'a=b' });
    expect(parseSetting('=a')).toBeNull();
  });
});
