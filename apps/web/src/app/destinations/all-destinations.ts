import type { Api } from '../api/api';
import { listDestinations } from '../api/fn/storage/list-destinations';
import type { DestinationDto } from '../api/models/destination-dto';

/** Every destination; there are few. */
export async function allDestinations(api: Api): Promise<DestinationDto[]> {
  const all: DestinationDto[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.invoke(listDestinations, { limit: 200, ...(cursor === undefined ? {} : { cursor }) });
    all.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return all;
}
