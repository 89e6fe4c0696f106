import { quoteIdent, quoteLiteral } from '@stowbase/sql-stream';

/** Settings whose value is a list of quoted names (GUC_LIST_QUOTE; the same list as in pg_dump's dumputils.c). */
const listSettings = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** One element of `pg_db_role_setting.setconfig`. */
export function parseSetting(config: string): Setting | null {
  const at = config.indexOf('=');
  return at <= 0 ? null : { name: config.slice(0, at), value: config.slice(at + 1) };
}

/** `SET "name" TO …` with the value as the server stored it: one literal, or one literal for each name of a list. */
export function setClause(setting: Setting): string {
  const items = listSettings.has(setting.name.toLowerCase()) ? splitNames(setting.value) : null;
  const value = (items === null || items.length === 0 ? [setting.value] : items).map(quoteLiteral).join(', ');
  return `SET ${quoteIdent(setting.name)} TO ${value}`;
}

/** A stored list of names: comma-separated, each bare or in double quotes with `""` for one; null when it is none. */
export function splitNames(list: string): string[] | null {
  const names: string[] = [];
  const item = /\s*(?:"((?:[^"]|"")*)"|([^\s,"]+))\s*(,|$)/y;
  if (list.trim() === '') return names;
  while (item.lastIndex < list.length || names.length === 0) {
    const match = item.exec(list);
    if (match === null) return null;
    names.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') return names;
  }
  return null;
}
