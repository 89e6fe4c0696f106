import { secretFields, type JsonScalar } from '@stowbase/storage';
import type { Settings, WithFields } from './merge-settings';

/** A secret is never given back. `hint`: its last four characters, where it is long enough to tell nothing by them. */
export interface SecretView {
  readonly set: boolean;
  readonly hint: string | null;
}

export type SettingsView = Readonly<Record<string, JsonScalar | SecretView>>;

const shortestHinted = 12;

/** Settings as a reply may show them: only known fields, secrets hidden. */
export function settingsView(driver: WithFields, settings: Settings): SettingsView {
  const secrets = new Set(secretFields(driver));
  const shown: [string, JsonScalar | SecretView][] = [];
  for (const { name, kind } of driver.fields) {
    const value = settings[name];
    if (secrets.has(name))
      shown.push([name, { set: value !== undefined, hint: kind === 'secret' ? hintOf(value) : null }]);
    else if (value !== undefined) shown.push([name, value]);
  }
  return Object.fromEntries(shown);
}

const hintOf = (value: JsonScalar | undefined): string | null =>
  typeof value === 'string' && value.length >= shortestHinted ? value.slice(-4) : null;
