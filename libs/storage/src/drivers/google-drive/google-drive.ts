import { defineDriver } from '../../driver';
import { fields } from './fields';

/** Google Drive by the user's own OAuth client, or a Shared Drive by a service account. */
export const googleDrive = defineDriver({
  type: 'google_drive',
  title: 'Google Drive',
  summary: 'A folder in your Google Drive, or a Shared Drive of your Workspace.',
  envPrefix: 'GOOGLE_DRIVE',
  fields,
  // https://support.google.com/a/answer/172541: 5 TB a file.
  capabilities: { ranges: true, conditions: false, versions: false, locks: false, usage: true, maxObjectBytes: 5e12 },
  stored: true,
  permissions: {
    'sign-in': 'drive.file',
    write: 'drive.file; in a Shared Drive the role Contributor',
    delete: 'drive.file; in a Shared Drive the role Manager',
  },
  // Without a folder it depends on whose account it is, which only Google knows.
  place: ({ folderId, sharedDriveId, prefix = '' }) =>
    folderId === undefined && sharedDriveId === undefined ? null : [folderId ?? sharedDriveId, prefix].join('/'),
  async open(config, context) {
    const { openDrive } = await import('./open-drive');
    return openDrive(config, context, { limits: context.tuning?.http ?? {} });
  },
});
