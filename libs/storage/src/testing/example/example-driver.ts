import { defineDriver } from '../../driver';
import type { Storage } from '../../storage';
import { withPrefix } from '../../wrappers/with-prefix';
import { memoryStorage, type MemoryStorage } from '../memory-storage';

/** Its "servers": what was stored is found again under the same address. */
export const exampleServers = new Map<string, MemoryStorage>();

/** A whole driver, as one is added: this folder, and a line in a list of drivers. It has a field of every kind. */
export const exampleDriver = defineDriver({
  type: 'example',
  title: 'Example',
  summary: 'A storage that exists only in tests.',
  envPrefix: 'EXAMPLE',
  fields: [
    {
      name: 'endpoint',
      label: 'Address',
      help: 'Where it is.',
      kind: 'url',
      required: true,
      example: 'https://example.org',
    },
    {
      name: 'user',
      label: 'User',
      help: 'Who signs in.',
      kind: 'text',
      required: true,
      group: 'Sign in',
      min: 2,
      max: 40,
    },
    {
      name: 'secretKey',
      label: 'Secret key',
      help: 'From its settings.',
      kind: 'secret',
      required: true,
      group: 'Sign in',
    },
    { name: 'prefix', label: 'Prefix', help: 'A folder for all backups.', kind: 'text' },
    { name: 'parts', label: 'Parts at once', help: 'How many.', kind: 'integer', default: 4, min: 1, max: 16 },
    { name: 'maxSize', label: 'Largest size', help: 'Of all backups together.', kind: 'bytes' },
    { name: 'pathStyle', label: 'Path style', help: 'For older servers.', kind: 'boolean', default: false },
    {
      name: 'region',
      label: 'Region',
      help: 'Where the data lie.',
      kind: 'choice',
      choices: [
        { value: 'eu', label: 'Europe' },
        { value: 'us', label: 'America' },
      ],
      default: 'eu',
    },
    {
      name: 'signInBy',
      label: 'Sign in by',
      help: 'A key or an account.',
      kind: 'choice',
      choices: [
        { value: 'key', label: 'Key' },
        { value: 'account', label: 'Account' },
      ],
      default: 'key',
    },
    {
      name: 'account',
      label: 'Service account',
      help: 'The whole JSON file.',
      kind: 'json-file',
      required: true,
      when: { field: 'signInBy', equals: 'account' },
    },
    {
      name: 'folder',
      label: 'Folder',
      help: 'A path.',
      kind: 'path',
      pattern: { source: '[a-z/]+', message: 'may only have letters and "/"' },
    },
  ],
  capabilities: { ranges: true, conditions: true, versions: false, locks: false, usage: true, maxObjectBytes: null },
  stored: true,
  permissions: { write: 'example:PutObject', delete: 'example:DeleteObject' },
  open({ endpoint, prefix = '' }): Promise<Storage> {
    const server = exampleServers.get(endpoint) ?? memoryStorage();
    exampleServers.set(endpoint, server);
    return Promise.resolve(withPrefix(server, prefix));
  },
});
