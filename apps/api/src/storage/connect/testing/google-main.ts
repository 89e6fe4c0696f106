// The service as it is, but where it would ask Google it asks a double. For browser tests; no build has it.
import 'reflect-metadata';

// What needs metadata is imported when the metadata is there.
const { storageEndpoints } = await import('../../storage-endpoints');
const endpoints: unknown = JSON.parse(process.env['STOWBASE_TEST_ENDPOINTS'] ?? '{}');
// Before anything asks for them.
Object.assign(storageEndpoints, { inject: [], useFactory: () => endpoints });
await import('../../../boot');
