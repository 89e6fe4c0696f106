import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiToken } from '../testing/api-client';
import { startTestApi, type TestApi } from '../testing/start-test-api';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/operations/metrics.md'), 'utf8');

describe('P-METRICS-2 the page of metrics and alerts', () => {
  let api: TestApi;
  let told: Map<string, string>;
  beforeAll(async () => {
    api = await startTestApi({}, { maxConcurrentRuns: 0 });
    const { body } = await (await apiToken(api, 'metrics')).get<string>('/metrics');
    const help = [...body.matchAll(/^# HELP (\S+) (.*)$/gm)];
    told = new Map(help.map(([, name = '', text = '']) => [name, text]));
  });
  afterAll(() => api.close());

  it('has each number that the service tells, in its own words, and no other', () => {
    const rows = [...page.matchAll(/^\| `([a-z_]+)` \| (.*?) \|/gm)].map(([, name, text]) => [name, text]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(told));
  });

  it('has alerts only of numbers that there are', () => {
    const rules = page.slice(page.indexOf('```yaml'), page.lastIndexOf('```'));
    const names = [...rules.matchAll(/\b(?:stowbase|process|nodejs)_[a-z_]+/g)].map(([name]) => name);
    expect(names.length).toBeGreaterThan(8);
    // A histogram has three names more.
    expect(names.filter((name) => !told.has(name.replace(/_(bucket|sum|count)$/, '')))).toEqual([]);
  });
});
