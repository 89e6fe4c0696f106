import type { ProjectDto } from '../../api/models/project-dto';

/** A stored project on a Supabase session pooler. */
export const aStoredProject = (name: string, change: Partial<ProjectDto> = {}): ProjectDto => ({
  id: name,
  name,
  ref: null,
  notes: '',
  defaults: {},
  lastCheck: null,
  version: 3,
  createdAt: '2026-11-01T08:00:00Z',
  updatedAt: '2026-11-01T08:00:00Z',
  connection: {
    host: `${name}.example.com`,
    port: 5432,
    username: 'postgres',
    database: 'postgres',
    password: { set: true, hint: 'x7Kq' },
    tlsMode: 'require',
    hasCa: false,
    pinned: true,
    allowInsecure: false,
    kind: 'plain',
  },
  ...change,
});
