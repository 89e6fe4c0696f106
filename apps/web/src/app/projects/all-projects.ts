import type { Api } from '../api/api';
import { listProjects } from '../api/fn/projects/list-projects';
import type { ProjectDto } from '../api/models/project-dto';

/** Every project, page by page. */
export async function allProjects(api: Api): Promise<ProjectDto[]> {
  const all: ProjectDto[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.invoke(listProjects, { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}
