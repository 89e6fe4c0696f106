import type { StorageFieldDto } from '../../../api/models/storage-field-dto';
import type { ThresholdsDto } from '../../../api/models/thresholds-dto';
import { ownField } from '../../../config-form/own-field';

const number = (
  given: Pick<StorageFieldDto, 'label' | 'help' | 'min' | 'max'> & { name: keyof ThresholdsDto },
): StorageFieldDto => ownField({ kind: 'integer', required: true, ...given });

/** From when on something is told, as fields of a form; the limits are those of the service. */
export const thresholdFields: readonly StorageFieldDto[] = [
  number({
    name: 'graceHours',
    label: $localize`Grace, hours`,
    help: $localize`A backup that comes so much later than its schedules promise is overdue.`,
    min: 1,
    max: 168,
  }),
  number({
    name: 'shrinkPercent',
    label: $localize`Much smaller, percent`,
    help: $localize`A backup with less than so many percent of its usual size has shrunk.`,
    min: 1,
    max: 99,
  }),
  number({
    name: 'freePercent',
    label: $localize`Nearly full, percent`,
    help: $localize`A destination with less than so many percent free; also one without room for two more backups.`,
    min: 1,
    max: 90,
  }),
];
