import type { Api } from '../api/api';
import { listSchedules } from '../api/fn/schedules/list-schedules';
import type { ScheduleDto } from '../api/models/schedule-dto';

/** More are not shown at once: the service may have a thousand of them. */
const most = 1_000;

/** Every schedule, page by page. @param project the only one in question */
export async function allSchedules(api: Api, project?: string): Promise<ScheduleDto[]> {
  const all: ScheduleDto[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.invoke(listSchedules, {
      limit: 200,
      ...(project === undefined ? {} : { project }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && all.length < most);
  return all;
}
