import type { Preset } from '../../config-form/presets/preset';
import { aField } from '../../config-form/testing/example-fields';

export const fields = [
  aField({ name: 'bucket', kind: 'text', required: true, help: 'Must exist already.' }),
  aField({ name: 'region', kind: 'text', required: true, help: 'As the store calls it.', example: 'eu-central-1' }),
  aField({ name: 'port', kind: 'integer', default: 443, min: 1, max: 65_535, help: 'Of the store.' }),
  aField({ name: 'secretKey', kind: 'secret', required: true, label: 'Secret access key', help: 'Write-only.' }),
  aField({
    name: 'pathStyle',
    kind: 'boolean',
    default: false,
    label: 'Path style',
    help: 'For stores without names.',
  }),
];

export const stored = {
  bucket: 'stowbase-eu',
  region: 'eu-central-1',
  port: 443,
  secretKey: { set: true, hint: '…4f2a' },
  pathStyle: true,
};

/** What somebody has typed over it. */
export const typed = { port: '70000' };

/** When the stored secret was entered. */
export const since = { secretKey: '2026-11-03T10:00:00Z' };

export const presets: readonly Preset[] = [
  { id: 'aws', label: 'AWS S3', values: { region: 'us-east-1' }, help: 'The region stands beside the bucket.' },
  { id: 'r2', label: 'Cloudflare R2', values: { region: 'eu-central-1' }, help: 'R2 fills in endpoint and region.' },
];
