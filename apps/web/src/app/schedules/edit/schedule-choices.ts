import type { Api } from '../../api/api';
import { getSchedulePresets } from '../../api/fn/schedules/get-schedule-presets';
import type { DestinationDto } from '../../api/models/destination-dto';
import type { ProjectDto } from '../../api/models/project-dto';
import type { SchedulePresetsDto } from '../../api/models/schedule-presets-dto';
import { allDestinations } from '../../destinations/all-destinations';
import { allProjects } from '../../projects/all-projects';

export interface ScheduleChoices {
  readonly projects: readonly ProjectDto[];
  readonly destinations: readonly DestinationDto[];
  readonly offered: SchedulePresetsDto;
}

/** Everything that a form of a schedule lets one choose from. */
export async function loadScheduleChoices(api: Api): Promise<ScheduleChoices> {
  const [projects, destinations, offered] = await Promise.all([
    allProjects(api),
    allDestinations(api),
    api.invoke(getSchedulePresets),
  ]);
  return { projects, destinations, offered };
}
