import { allowInsecureField, caField } from '../../config/connection-fields';
import type { Field } from '../../config/field';

/** What the form asks for, and what the environment may give as `NEXTCLOUD_…`. */
export const nextcloudFields = [
  {
    name: 'url',
    label: 'Address',
    help: 'Of Nextcloud as you open it in a browser, or of a folder on any WebDAV server.',
    kind: 'url',
    required: true,
    allowPath: true,
    example: 'https://cloud.example.org',
  },
  {
    name: 'username',
    label: 'User name',
    help: 'As you sign in with it.',
    kind: 'text',
    required: true,
    group: 'Sign in',
    pattern: { source: '[^:]+', message: 'must not hold ":"' },
  },
  {
    name: 'password',
    label: 'App password',
    help: 'Of Nextcloud: Settings › Security › Create new app password. Of another server: the password.',
    kind: 'secret',
    required: true,
    group: 'Sign in',
  },
  {
    name: 'path',
    label: 'Folder',
    help: 'In the files of that user; it is made when it is not there.',
    kind: 'text',
    default: 'Stowbase',
    example: 'Backups/Stowbase',
  },
  {
    name: 'kind',
    label: 'Server',
    help: 'Nextcloud takes large backups in chunks that can be repeated; on other servers a lost connection loses that copy.',
    kind: 'choice',
    choices: [
      { value: 'auto', label: 'Find out' },
      { value: 'nextcloud', label: 'Nextcloud' },
      { value: 'webdav', label: 'WebDAV' },
    ],
    default: 'auto',
    group: 'Advanced',
  },
  allowInsecureField,
  caField,
] as const satisfies readonly Field[];
