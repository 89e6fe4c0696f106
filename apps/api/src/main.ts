import 'reflect-metadata';

// `stowbase admin …` starts this bundle too: what it does needs the records, and no listener.
await (process.argv[2] === 'admin' ? import('./accounts/admin/admin-main') : import('./boot'));
