import { SettingsTracker } from './settings-tracker';

describe('SettingsTracker', () => {
  it('keeps the last value of each setting, in the order of their first appearance', () => {
    const tracker = new SettingsTracker();
    for (const statement of [
      'SET statement_timeout = 0;',
      "SELECT pg_catalog.set_config('search_path', '', false);",
      "SET default_tablespace = '';",
      'CREATE TABLE "t" ("a" int DEFAULT 1);',
      'SET SESSION AUTHORIZATION "dev";',
      'SET ROLE "dev";',
      'SET LOCAL x = 1;',
      "SET default_tablespace = 'fast';",
      'SET lock_timeout = 0;',
      'RESET lock_timeout;',
      "SELECT pg_catalog.setval('x', 1);",
    ]) {
      tracker.note(Buffer.from(statement));
    }
    expect(tracker.preamble().toString()).toBe(
      "SET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\nSET default_tablespace = 'fast';\n",
    );
    tracker.note('RESET ALL;');
    expect(tracker.preamble()).toHaveLength(0);
  });
});
