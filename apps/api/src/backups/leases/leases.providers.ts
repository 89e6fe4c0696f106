import type { Provider } from '@nestjs/common';
import { CopyLeases, LEASE_TIMES, standardLeaseTimes } from './copy-leases';

export const leasesProviders: Provider[] = [
  CopyLeases,
  { provide: LEASE_TIMES, useFactory: () => ({ ...standardLeaseTimes }) },
];
