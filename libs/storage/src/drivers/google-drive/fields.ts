import type { Field } from '../../config/field';

const byAccount = { field: 'signInBy', equals: 'account' } as const;
const byService = { field: 'signInBy', equals: 'service_account' } as const;
const anId = '[A-Za-z0-9_-]{10,120}';

export const fields = [
  {
    name: 'signInBy',
    label: 'Sign in by',
    help: 'An account of yours is right for most; a service account needs a Shared Drive (Google Workspace).',
    kind: 'choice',
    choices: [
      { value: 'account', label: 'Your Google account' },
      { value: 'service_account', label: 'Service account' },
    ],
    default: 'account',
    group: 'Sign in',
  },
  {
    name: 'clientId',
    label: 'Client ID',
    help: 'Of your own OAuth client of the type "Web application", from the Google Cloud console.',
    kind: 'text',
    required: true,
    example: '1234-abcd.apps.googleusercontent.com',
    group: 'Sign in',
    pattern: { source: '[A-Za-z0-9._-]+', message: 'is not a client ID: copy it from the Google Cloud console' },
    when: byAccount,
  },
  {
    name: 'clientSecret',
    label: 'Client secret',
    help: 'Of the same OAuth client.',
    kind: 'secret',
    required: true,
    group: 'Sign in',
    when: byAccount,
  },
  {
    name: 'refreshToken',
    label: 'Refresh token',
    help: 'Signing in to Google fills it in; it lasts until you take the access away.',
    kind: 'secret',
    required: true,
    group: 'Sign in',
    when: byAccount,
  },
  {
    name: 'refreshTokenExpires',
    label: 'Sign-in ends',
    help: 'Filled in by signing in, and only while your OAuth client has the status "Testing": Google then ends it after seven days.',
    kind: 'text',
    example: '2026-12-05T10:00:00Z',
    group: 'Advanced',
    pattern: {
      source: String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`,
      message: 'must be a time like 2026-12-05T10:00:00Z',
    },
    when: byAccount,
  },
  {
    name: 'serviceAccountJson',
    label: 'Key of the service account',
    help: 'The whole JSON file that Google Cloud gives when you add a key.',
    kind: 'json-file',
    required: true,
    group: 'Sign in',
    when: byService,
  },
  {
    name: 'sharedDriveId',
    label: 'Shared Drive',
    help: 'The id in its address, behind /folders/. A service account needs one: it has no space of its own.',
    kind: 'text',
    example: '0AAbCdEfGhIjKlUk9PVA',
    group: 'Place',
    pattern: { source: anId, message: 'must be the id in the address of the Shared Drive, behind /folders/' },
  },
  {
    name: 'folderId',
    label: 'Folder',
    help: 'The id in its address, behind /folders/. Leave it empty to have a folder "Stowbase" made, or to use the whole Shared Drive.',
    kind: 'text',
    example: '1AbCdEfGhIjKlMnOpQrStUvWxYz012345',
    group: 'Place',
    pattern: { source: anId, message: 'must be the id in the address of the folder, behind /folders/' },
  },
  {
    name: 'prefix',
    label: 'Prefix',
    help: 'Folders inside of it that all backups lie below, separated by "/": for several Stowbases that share one account.',
    kind: 'text',
    max: 600,
    example: 'team-a',
    group: 'Place',
  },
] as const satisfies readonly Field[];
