import type { Api } from '../../api/api';
import { getProject } from '../../api/fn/projects/get-project';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { ProjectDto } from '../../api/models/project-dto';
import { allDestinations } from '../../destinations/all-destinations';
import { allProjects } from '../../projects/all-projects';

export interface Choices {
  readonly projects: readonly ProjectDto[];
  readonly destinations: readonly DestinationDto[];
}

/** Everything there is to choose from. @param projectId the only project in question; null: any */
export async function loadChoices(api: Api, projectId: string | null): Promise<Choices> {
  const [projects, destinations] = await Promise.all([
    projectId === null ? allProjects(api) : [await api.invoke(getProject, { id: projectId })],
    allDestinations(api),
  ]);
  return { projects, destinations };
}

/** Why no backup can go there; null: one can. */
export function whyNotThere({ enabled, closing, config }: DestinationDto): string | null {
  if (closing) return $localize`it is being deleted`;
  if (config === null) return $localize`its settings can't be read`;
  return enabled ? null : $localize`it is paused`;
}

/** Where a backup goes unless somebody says otherwise: everywhere that worked when it was last tested. */
export const chosenFirst = (destinations: readonly DestinationDto[]): string[] =>
  destinations.filter((one) => whyNotThere(one) === null && one.validationStatus !== 'invalid').map(({ id }) => id);
