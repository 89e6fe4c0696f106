import type { Connect } from '@stowbase/postgres';

/** What every connection of a backup shares, without the fields that are undefined. */
export const connectOptions = ({
  signal,
  connect,
}: {
  signal?: AbortSignal;
  connect?: Connect;
}): { signal?: AbortSignal; connect?: Connect } => ({
  ...(signal === undefined ? {} : { signal }),
  ...(connect === undefined ? {} : { connect }),
});
