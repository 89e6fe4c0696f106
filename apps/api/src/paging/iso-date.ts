/** For `@Transform`: dates in a query are ISO 8601 with a zone, nothing that a browser happens to read. */
export const isoDate = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(value)
    ? new Date(value)
    : value;
