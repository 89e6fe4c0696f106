import { randomUUID } from 'node:crypto';
import type { Database } from '../../database/database';
import { Project } from '../../projects/project.entity';
import { Destination } from '../../storage/destination.entity';
import { standardOptions } from '../backup-options';

/** A project that no server stands behind. */
export async function insertProject(
  database: Database,
  name = `Shop ${randomUUID()}`,
): Promise<{ id: string; name: string }> {
  const project = { ...projectValues, id: randomUUID(), name, nameKey: name.toLowerCase() };
  await database.write((manager) => manager.insert(Project, project));
  return { id: project.id, name };
}

/** A destination that no store stands behind. */
export async function insertDestination(
  database: Database,
  name = `Disk ${randomUUID()}`,
  change: Partial<Destination> = {},
): Promise<{ id: string; name: string }> {
  const destination = { ...destinationValues, id: randomUUID(), name, nameKey: name.toLowerCase(), ...change };
  await database.write((manager) => manager.insert(Destination, destination));
  return { id: destination.id, name };
}

const projectValues = {
  createdAt: new Date(),
  updatedAt: new Date(),
  version: 1,
  host: 'db.example.com',
  port: 5432,
  username: 'postgres',
  database: 'postgres',
  password: null,
  tlsMode: 'require',
  tlsCa: null,
  tlsPin: null,
  allowInsecure: false,
  ref: null,
  defaults: standardOptions,
  notes: '',
  lastCheck: null,
  deletedAt: null,
} satisfies Partial<Project>;

const destinationValues = {
  createdAt: new Date(),
  updatedAt: new Date(),
  version: 1,
  type: 'local_mapped',
  config: null,
  enabled: true,
  lastValidated: null,
  validationStatus: 'valid',
  validationError: null,
  capabilities: null,
  totalBackups: 0,
  totalSize: 0,
  origin: 'ui',
  closing: false,
} satisfies Partial<Destination>;
