import { folderType } from './drive-file';

/** Terms of a search: https://developers.google.com/workspace/drive/api/guides/ref-search-terms */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

export const notTrashed = 'trashed = false';
export const isFolder = `mimeType = ${quoted(folderType)}`;
export const inFolder = (id: string): string => `${quoted(id)} in parents`;
export const named = (name: string): string => `name = ${quoted(name)}`;
export const has = (property: string, value: string): string =>
  `appProperties has { key=${quoted(property)} and value=${quoted(value)} }`;
