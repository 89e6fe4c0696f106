/** The rules of `Upload` in `storage.ts`, in the same words. */
export const uploadRules = {
  visible: 'Until commit resolves nothing is visible at the key.',
  once: 'Commit is called once, and is the only thing that publishes.',
  compares: 'Commit publishes nothing when size or SHA-256 differ from what was asked.',
  firstCause: 'A failed write rejects with the first cause for ever.',
  failedCommit: 'A commit that fails leaves nothing.',
  abortClean: 'Abort leaves nothing.',
  sockets: 'Abort frees its sockets.',
  slow: 'A link that is slow and healthy fails no upload.',
  abortSafe: 'Abort is idempotent, never throws, and does nothing after commit.',
  abortInCommit: 'While a commit is under way, abort leaves the decision to it.',
  signal: 'The signal ends an upload as abort does.',
  bodies: 'Bodies of any size are stored whole.',
} as const;

/** The rules of `Storage` in `storage.ts`, in the same words. */
export const storageRules = {
  state: 'The state of an upload is stored before its first byte leaves.',
  sweep: 'A sweep removes what a dead upload left, and nothing else.',
  overwrite: 'An existing key is never overwritten.',
  contest: 'Of two uploads to one key exactly one is stored.',
  range: 'A range is exactly that range, or an error.',
  list: 'List gives every key under the prefix, also past a page.',
  delete: 'Delete of what is gone succeeds.',
  missing: 'Stat and get of what is missing reject with not-found.',
  badKey: 'A bad key is refused before any request.',
  oddNames: 'Odd names come back as they were given.',
  errors: 'Errors are of a closed kind, with a plain sentence and a next step.',
  parallel: "Parallel uploads to different keys don't disturb each other.",
  config: 'A configuration survives JSON.',
  redirects: 'No redirect is followed.',
} as const;
