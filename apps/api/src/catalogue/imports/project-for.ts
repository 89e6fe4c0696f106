import { randomUUID } from 'node:crypto';
import { slugOf } from '@stowbase/archive';
import { IsNull, type EntityManager } from 'typeorm';
import { standardOptions } from '../../backups/backup-options';
import { cleanName, longestName, nameKey, nameProblem } from '../../names/names';
import { Project } from '../../projects/project.entity';
import type { ReadArchive } from './read-archive';

type Wanted = Pick<ReadArchive, 'project' | 'manifest'>;

/** Of all projects so many are looked at by what their archives are called. */
const mostProjects = 500;

/** The project that an archive belongs to: by its reference, else by its name, else by what its archives are called. Null: none fits. */
export async function findProject(manager: EntityManager, { project, manifest }: Wanted): Promise<Project | null> {
  const open = { deletedAt: IsNull() };
  if (project.ref !== null) {
    const same = await manager.findOne(Project, { where: { ...open, ref: project.ref }, order: { createdAt: 'ASC' } });
    if (same !== null) return same;
  }
  const named = await manager.findOneBy(Project, { ...open, nameKey: nameKey(project.name) });
  if (named !== null && (named.ref === null || project.ref === null || named.ref === project.ref)) return named;
  if (named !== null) return null;
  const all = await manager.find(Project, { where: open, order: { createdAt: 'ASC' }, take: mostProjects });
  const called = all.filter(({ name }) => slugOf(name) === manifest.projectSlug);
  // An encrypted one tells only what it is called; two of that name: nobody knows which.
  const [only, another] = called;
  if (only === undefined || another !== undefined) return null;
  return only.ref === null || project.ref === null || only.ref === project.ref ? only : null;
}

/** A project for archives whose project nobody knows here. Its connection is to be given before it is backed up again. */
export async function makeProject(manager: EntityManager, wanted: Wanted, now: Date): Promise<Project> {
  const { ref, database } = wanted.project;
  const name = await freeName(manager, projectNameOf(wanted));
  const project: Project = {
    id: randomUUID(),
    name,
    nameKey: nameKey(name),
    // Only a guess is better than nothing: nobody's host has a name that ends with "invalid" (RFC 2606).
    host: ref === null ? 'unknown.invalid' : `db.${ref}.supabase.co`,
    port: 5432,
    username: 'postgres',
    database: (database ?? 'postgres').slice(0, 255),
    password: null,
    tlsMode: 'require',
    tlsCa: null,
    tlsPin: null,
    allowInsecure: false,
    ref: ref?.slice(0, 40) ?? null,
    defaults: standardOptions,
    notes: 'Made by an import, for backups that were found. Give it its connection before you back it up again.',
    lastCheck: null,
    deletedAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
  await manager.insert(Project, project);
  return project;
}

/** Of the archive, as far as it is a name that people could have given. */
export function projectNameOf({ project, manifest }: Wanted): string {
  const name = [...cleanName(project.name)].slice(0, longestName).join('');
  return nameProblem(name) === null ? name : manifest.projectSlug;
}

async function freeName(manager: EntityManager, wanted: string): Promise<string> {
  const base = [...wanted].slice(0, longestName - 16).join('');
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${base} (imported${number === 2 ? '' : ` ${number - 1}`})`;
    if (!(await manager.existsBy(Project, { nameKey: nameKey(name), deletedAt: IsNull() }))) return name;
  }
}
