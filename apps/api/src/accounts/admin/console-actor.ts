/** Somebody on the server itself, in the audit log. */
export const consoleActor = { kind: 'console', name: 'stowbase admin' } as const;
