/** The page about a type of storage: `local_mapped` → `local-folder`. */
export const guideOf = (type: string): string => (type === 'local_mapped' ? 'local-folder' : type.replaceAll('_', '-'));

/** Where a link of such a page leads inside of the web app; null: to a page that isn't here. */
export function placeOf(href: string): readonly string[] | null {
  const [, name] = /^([a-z][a-z0-9-]*)\.md$/i.exec(href) ?? [];
  return name === undefined ? null : ['/destinations/guide', name === 'README' ? 'all' : name];
}
