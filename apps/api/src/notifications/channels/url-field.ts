import type { Field } from '@stowbase/storage';

/** An address that is a secret as a whole: whoever has it can post there. */
export const urlPattern = {
  source: String.raw`https?://[^\s]+`,
  message: 'must be an address that begins with https://',
};

export const longestUrl = 2_000;

export const secretUrl = <const Help extends string>(help: Help) =>
  ({
    name: 'url',
    label: 'Address',
    help,
    kind: 'secret',
    required: true,
    pattern: urlPattern,
    max: longestUrl,
  }) as const satisfies Field;
