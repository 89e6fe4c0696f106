import { defineErrors, failWith } from '../errors/api-error';

export const projectErrors = defineErrors({
  PROJECT_NOT_FOUND: {
    status: 404,
    title: 'No such project',
    when: 'There is no project with this id, or it was deleted.',
  },
  PROJECT_BUSY: {
    status: 409,
    title: 'Project in use',
    when: 'A backup of the project is queued or running, so it can not be deleted.',
  },
  CONNECTION_INVALID: {
    status: 400,
    title: 'Connection not usable',
    when: 'The connection string or one of its fields breaks a rule; `reason` has the exact code (docs/cli.md lists them).',
  },
  CONNECTION_INCOMPLETE: {
    status: 400,
    title: 'Connection incomplete',
    when: 'Neither a connection string nor all single fields were given, or both.',
  },
  PASSWORD_NEEDED_AGAIN: {
    status: 400,
    title: 'Password needed again',
    when: 'Host, port, user or the checks of the certificate change: the stored password is not sent to another place unasked.',
  },
  CHECKS_FAILED: {
    status: 422,
    title: 'Checks failed',
    when: 'The doctor found something that would make a backup fail; nothing was stored. `reason` has the exact code, `checks` every check.',
  },
});

export const fail = failWith(projectErrors);
