import { defineErrors, failWith } from '../errors/api-error';

export const destinationErrors = defineErrors({
  DESTINATION_NOT_FOUND: {
    status: 404,
    title: 'Destination not found',
    when: 'No destination has this id, or it was deleted.',
  },
  DESTINATION_CONFIG_INVALID: {
    status: 400,
    title: 'Settings not right',
    when: 'A setting of a destination is missing, unknown or not allowed; each is named by its path, like `config.path`.',
  },
  DESTINATION_TYPE_UNKNOWN: {
    status: 400,
    title: 'Unknown type of storage',
    when: 'The type is none of those that `GET /api/storage/types` lists.',
  },
  DESTINATION_SAME_PLACE: {
    status: 409,
    title: 'Place taken',
    when: 'Another destination lies in the same bucket and prefix, or the same folder: a backup there would count twice, and be deleted twice.',
  },
  DESTINATION_NOT_NEEDED: {
    status: 400,
    title: 'Nothing to configure',
    when: 'A destination for the browser is asked for: a download is chosen for each backup and needs none.',
  },
  DESTINATION_PROBE_FAILED: {
    status: 422,
    title: 'Connection test failed',
    when: 'A destination that is enabled is saved, but its connection test fails; `checks` says what. Saved as disabled it is kept.',
  },
  DESTINATION_FROM_ENVIRONMENT: {
    status: 409,
    title: 'Defined by the environment',
    when: 'A destination that the environment of the service defines is to be changed or deleted.',
  },
  DESTINATION_HAS_COPIES: {
    status: 409,
    title: 'Backups are stored there',
    when: 'A destination is to be deleted while copies lie there, and nothing is said about them (`copies=keep` or `copies=delete`).',
  },
  DESTINATION_HAS_LOCKED: {
    status: 409,
    title: 'Locked backups are stored there',
    when: 'A destination is to be deleted with its copies (`copies=delete`) while some are of backups that somebody locked; `locked` counts them.',
  },
  DESTINATION_SCHEDULED: {
    status: 409,
    title: 'Schedules store there',
    when: 'A destination is to be deleted while schedules send their backups there; `schedules` names them.',
  },
  DESTINATION_IN_USE: {
    status: 409,
    title: 'In use now',
    when: 'A destination is to be deleted while a copy there is being made or read.',
  },
  DESTINATION_CLOSING: {
    status: 409,
    title: 'Being deleted',
    when: 'The destination is being deleted: it can only be read.',
  },
  DESTINATION_CANNOT_DELETE: {
    status: 409,
    title: 'Deleting is refused there',
    when: 'Copies are to be deleted at a destination whose credentials cannot delete, or whose settings are gone.',
  },
  DESTINATION_DISABLED: {
    status: 409,
    title: 'Destination disabled',
    when: 'A backup names a destination that is disabled.',
  },
  DESTINATION_NOT_CHOSEN: {
    status: 400,
    title: 'No destination named',
    when: 'A backup names no destination, and there is not exactly one to choose.',
  },
});

export const fail = failWith(destinationErrors);
