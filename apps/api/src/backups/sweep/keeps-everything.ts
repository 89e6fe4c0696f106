/** Stowbase deletes nothing at this destination: by its settings, or because its credentials can't. */
export type KeepsEverything = (destinationId: string) => Promise<boolean>;

/** What the row of something says that should go and stays. */
export const keptThere = {
  errorCode: 'DESTINATION_CANNOT_DELETE',
  errorText: 'Nothing is deleted at its destination: the rules of the store decide how long the file stays.',
} as const;
