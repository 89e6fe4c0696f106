const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/iPhone|iPad/, 'iOS'],
  [/Mac OS X/, 'macOS'],
  [/Android/, 'Android'],
  [/Linux/, 'Linux'],
];

/** `Firefox, Linux`, from what the browser calls itself; what is unknown is shown as it is. */
export function browserName(userAgent: string): string {
  const find = (known: typeof browsers): string[] => known.filter(([is]) => is.test(userAgent)).map(([, name]) => name);
  const [browser] = find(browsers);
  if (browser === undefined) return userAgent === '' ? $localize`Unnamed program` : userAgent.slice(0, 80);
  return [browser, find(systems)[0]].filter((part) => part !== undefined).join(', ');
}
