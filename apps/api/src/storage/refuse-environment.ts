import type { Destination } from './destination.entity';
import { fail } from './storage.errors';

/** What the environment defines is changed there. @throws ApiError `DESTINATION_FROM_ENVIRONMENT` */
export function refuseEnvironment({ origin, name }: Destination): void {
  if (origin === 'env')
    throw fail(
      'DESTINATION_FROM_ENVIRONMENT',
      `The destination ${name} is defined by the environment of the service.`,
      {
        nextStep: 'Change its variables and restart the service.',
      },
    );
}
