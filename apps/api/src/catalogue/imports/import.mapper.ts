import { importItemKinds, type ImportItem } from '../import-item.entity';
import type { ImportJob } from '../import-job.entity';
import type { ImportItemDto, ImportJobDto } from './import.dto';

export function toImportJobDto(job: ImportJob): ImportJobDto {
  const { id, destinationId, destinationName, mode, status, cancelRequested, counts, requestedBy } = job;
  const { errorCode, errorText, errorNext, createdAt, startedAt, finishedAt } = job;
  return {
    ...{ id, destinationId, destinationName, mode, status, cancelRequested, requestedBy },
    seen: counts.seen,
    counts: importItemKinds.flatMap((kind) => {
      const count = counts[kind] ?? 0;
      return count === 0 ? [] : [{ kind, count }];
    }),
    error: errorCode === null ? null : { code: errorCode, text: errorText ?? '', nextStep: errorNext },
    ...{ createdAt, startedAt, finishedAt },
  };
}

export function toImportItemDto(item: ImportItem): ImportItemDto {
  const { id, kind, key, size, modifiedAt, backupId, attempt, projectId, projectName, facts, text } = item;
  return { id, kind, key, size, modifiedAt, backupId, attempt, projectId, projectName, facts, text };
}
