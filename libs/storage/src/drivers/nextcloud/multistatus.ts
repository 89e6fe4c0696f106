import { XMLParser } from 'fast-xml-parser';

/** What a PROPFIND says of one resource (RFC 4918 §14.16). */
export interface DavEntry {
  readonly href: string;
  readonly collection: boolean;
  /** Bytes; null where it isn't said (collections). */
  readonly size: number | null;
  readonly etag: string | undefined;
  readonly modified: Date | null;
  /** As written: negative numbers mean something in Nextcloud. */
  readonly quotaAvailable: number | null;
  readonly quotaUsed: number | null;
}

type Scope = Readonly<Record<string, string>>;
interface Element {
  readonly name: string;
  readonly value: unknown;
  readonly scope: Scope;
}

const dav = 'DAV:';
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // References by number (`&#38;`) come only with this one.
  htmlEntities: true,
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
});

/**
 * Reads a 207 reply by namespaces: servers choose their own prefixes (`D:`, `d:`, `lp1:`). Null when it is none.
 * Definitions of entities are refused: no server needs them, and they can grow without end.
 */
export function readMultistatus(xml: string): DavEntry[] | null {
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return null;
  let document: unknown;
  try {
    document = parser.parse(xml);
  } catch {
    // The parser's own error quotes the text.
    return null;
  }
  const root = elementsOf(document, {}).find(({ name }) => name === `${dav} multistatus`);
  if (root === undefined) return null;
  return named(root, 'response').map(entryOf);
}

function entryOf(response: Element): DavEntry {
  const found = named(response, 'propstat').filter((one) => / 2\d\d( |$)/.test(textOf(named(one, 'status')[0])));
  const props = found.flatMap((one) => named(one, 'prop'));
  const prop = (name: string): Element | undefined => props.flatMap((one) => named(one, name))[0];
  const type = prop('resourcetype');
  const modified = Date.parse(textOf(prop('getlastmodified')));
  const etag = textOf(prop('getetag'));
  return {
    href: textOf(named(response, 'href')[0]),
    collection: type !== undefined && named(type, 'collection').length > 0,
    size: numberOf(prop('getcontentlength')),
    // "Weak" is what Apache calls a file that was written within the last second.
    etag: etag === '' ? undefined : etag.replace(/^W\//, ''),
    modified: Number.isNaN(modified) ? null : new Date(modified),
    quotaAvailable: numberOf(prop('quota-available-bytes')),
    quotaUsed: numberOf(prop('quota-used-bytes')),
  };
}

const named = (parent: Element, local: string): Element[] =>
  elementsOf(parent.value, parent.scope).filter(({ name }) => name === `${dav} ${local}`);

/** The children of a parsed element, with `NAMESPACE local` as their names. */
function elementsOf(value: unknown, scope: Scope): Element[] {
  if (!isRecord(value)) return [];
  return Object.entries(value)
    .filter(([name]) => !name.startsWith('@') && name !== '#text')
    .flatMap(([name, content]) =>
      (Array.isArray(content) ? (content as unknown[]) : [content]).map((one) => elementOf(name, one, scope)),
    );
}

function elementOf(name: string, value: unknown, outer: Scope): Element {
  const scope = scopeOf(value, outer);
  const colon = name.indexOf(':');
  const prefix = colon < 0 ? '' : name.slice(0, colon);
  return { name: `${scope[prefix] ?? ''} ${name.slice(colon + 1)}`, value, scope };
}

function scopeOf(value: unknown, scope: Scope): Scope {
  if (!isRecord(value)) return scope;
  const declared = Object.entries(value).filter(([name]) => name === '@xmlns' || name.startsWith('@xmlns:'));
  if (declared.length === 0) return scope;
  return {
    ...scope,
    ...Object.fromEntries(declared.map(([name, uri]) => [name.slice('@xmlns:'.length), String(uri)])),
  };
}

function textOf(element: Element | undefined): string {
  const value = element?.value;
  if (typeof value === 'string') return value.trim();
  const text = isRecord(value) ? value['#text'] : undefined;
  return typeof text === 'string' ? text.trim() : '';
}

function numberOf(element: Element | undefined): number | null {
  const text = textOf(element);
  return /^-?\d{1,16}$/.test(text) ? Number(text) : null;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
