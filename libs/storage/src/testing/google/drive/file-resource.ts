import type { Principal } from '../oauth/oauth-world';
import type { DriveFile } from './drive-file';
import type { DriveWorld } from './drive-world';

/** What `fields` gives when it isn't said. */
export const defaultFields = 'kind,id,name,mimeType';

/** A file as the API shows it to that caller: https://developers.google.com/workspace/drive/api/reference/rest/v3/files */
export function fileResource(file: DriveFile, principal: Principal, world: DriveWorld): Record<string, unknown> {
  const properties = file.appProperties.get(principal.app);
  const access = world.accessOf(file, principal.account);
  const content =
    file.content === null
      ? {}
      : // int64 travels as text.
        { size: String(file.content.length), headRevisionId: `0B${file.id.slice(1)}`, ...file.checksums };
  return {
    kind: 'drive#file',
    id: file.id,
    name: file.name,
    mimeType: file.mimeType,
    parents: file.parents,
    description: file.description,
    trashed: world.isTrashed(file),
    explicitlyTrashed: file.trashed,
    createdTime: file.createdTime.toISOString(),
    modifiedTime: file.modifiedTime.toISOString(),
    ...(file.driveId === null ? {} : { driveId: file.driveId }),
    ...(properties === undefined || Object.keys(properties).length === 0 ? {} : { appProperties: properties }),
    ...content,
    capabilities: {
      canAddChildren: file.content === null && access !== 'reader',
      canEdit: access !== 'reader',
      canTrash: access !== 'reader',
      canDelete: access === 'organizer',
    },
  };
}
