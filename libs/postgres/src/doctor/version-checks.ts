import { chooseClient, type ClientTool } from '../client-tools';
import { secureVersion } from '../client-versions';
import { PostgresError } from '../postgres-error';
import { failedBy, pass, warn, type DoctorCheck } from './report';

const oldestMajor = 14;
const newestMajor = 18;

export function checkVersion(version: string, major: number): DoctorCheck {
  if (major < oldestMajor) {
    return warn(
      'version',
      `PostgreSQL ${version} is older than ${oldestMajor}: it is not tested, and gets no more fixes.`,
      {
        text: 'Upgrade the server.',
      },
    );
  }
  if (major > newestMajor) {
    return warn('version', `PostgreSQL ${version} is newer than what Stowbase was tested with.`, {
      text: 'Look for a newer Stowbase.',
    });
  }
  return pass('version', `PostgreSQL ${version}.`);
}

export function checkClients(tools: readonly ClientTool[], serverMajor: number): DoctorCheck {
  try {
    const tool = chooseClient(tools, serverMajor);
    if (!tool.outdated) return pass('clients', `pg_dump ${tool.version} will be used.`);
    return warn(
      'clients',
      `pg_dump ${tool.version} will be used; security holes in it are fixed in ${secureVersion(tool.major)}.`,
      {
        text: `Update it: sudo apt-get update && sudo apt-get install -y --only-upgrade postgresql-client-${tool.major}`,
      },
    );
  } catch (error) {
    if (error instanceof PostgresError) return failedBy('clients', error);
    throw error;
  }
}
