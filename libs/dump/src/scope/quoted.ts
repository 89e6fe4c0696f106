/** `"schema"."name"` */
export const quoted = (r: { schema: string; name: string }): string =>
  [r.schema, r.name].map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
