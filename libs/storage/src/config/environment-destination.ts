import { checkConfig, environmentNames, secretFields, type AnyDriver } from '../driver';
import { ConfigProblems } from './config-problems';
import { variableText, type Environment } from './variable-text';

/** What the environment says of one type of storage. */
export interface EnvironmentDestination {
  readonly driver: AnyDriver;
  /** Something of it is set. */
  readonly defined: boolean;
  /** As they are written, by field. */
  readonly settings: Readonly<Record<string, string>>;
  /** By field, the variable that it came from: `S3_BUCKET`, `S3_SECRET_ACCESS_KEY_FILE`. */
  readonly from: ReadonlyMap<string, string>;
  /** A line each, which names the variable and never holds a value; empty: it can be opened. */
  readonly problems: readonly string[];
}

/** The variables follow from the fields of the driver; each secret may also lie in a file, named by `…_FILE`. */
export function environmentDestination(driver: AnyDriver, env: Environment): EnvironmentDestination {
  const secrets = new Set(secretFields(driver));
  const settings: Record<string, string> = {};
  const from = new Map<string, string>();
  const problems: string[] = [];
  for (const [name, field] of environmentNames(driver)) {
    const found = variableText(env, name, secrets.has(field));
    if (found === null) continue;
    if ('problem' in found) {
      problems.push(found.problem);
      continue;
    }
    settings[field] = found.text;
    from.set(field, found.name);
  }
  const defined = from.size > 0 || problems.length > 0;
  return { driver, defined, settings, from, problems: [...problems, ...problemsOf(driver, settings)] };
}

function problemsOf(driver: AnyDriver, settings: Readonly<Record<string, string>>): string[] {
  try {
    checkConfig(driver, settings);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    const names = new Map([...environmentNames(driver)].map(([name, field]) => [field, name]));
    return error.problems.map(({ field, message }) => `${names.get(field) ?? driver.envPrefix}: ${message}`);
  }
}
