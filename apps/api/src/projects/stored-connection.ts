import type { ConnectionSettings } from '@stowbase/postgres';
import type { SecretBox, SecretPlace } from '../secrets/secret-box';
import type { Project } from './project.entity';

export const passwordPlace = (projectId: string): SecretPlace => ({
  table: 'projects',
  column: 'password',
  rowId: projectId,
});

/** The connection of a project, with its password opened. */
export function connectionOf(project: Project, secrets: SecretBox): ConnectionSettings {
  return {
    host: project.host,
    port: project.port,
    user: project.username,
    database: project.database,
    ...(project.password === null ? {} : { password: secrets.open(project.password, passwordPlace(project.id)) }),
    tls: {
      mode: project.tlsMode,
      ...(project.tlsCa === null ? {} : { ca: project.tlsCa }),
      ...(project.tlsPin === null ? {} : { pin: project.tlsPin }),
    },
  };
}

/** The columns that hold a connection. */
export function connectionColumns(
  projectId: string,
  settings: ConnectionSettings,
  allowInsecure: boolean,
  secrets: SecretBox,
): Pick<
  Project,
  'host' | 'port' | 'username' | 'database' | 'password' | 'tlsMode' | 'tlsCa' | 'tlsPin' | 'allowInsecure'
> {
  return {
    host: settings.host,
    port: settings.port,
    username: settings.user,
    database: settings.database,
    password: settings.password === undefined ? null : secrets.seal(settings.password, passwordPlace(projectId)),
    tlsMode: settings.tls.mode,
    tlsCa: settings.tls.ca ?? null,
    tlsPin: settings.tls.pin ?? null,
    allowInsecure,
  };
}
