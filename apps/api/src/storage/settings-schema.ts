/** Settings by field, as OpenAPI has them: which fields there are depends on the type of storage. */
export const givenSettings = () => ({
  type: 'object' as const,
  additionalProperties: {
    oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'object' }, { type: 'null' }],
  },
});
