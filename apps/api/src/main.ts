import 'reflect-metadata';
await import('./boot');
