import type { ComponentStatus } from '@stowbase/archive';
import { adviceFor } from './advice';
import type { BackupContentsDto } from './backup-contents.dto';
import type { BackupCoverageDto } from './backup-coverage.dto';
import type { ContentsSummary, Shortened } from './contents-summary';

export function toContentsDto(backupId: string, summary: ContentsSummary): BackupContentsDto {
  const { source, tables, limits, warnings, refresh } = summary;
  return {
    backupId,
    type: summary.type,
    encrypted: summary.encrypted,
    source: { ...source, extensions: listOf(source.extensions) },
    components: [...summary.components],
    tables: { ...tables, items: [...tables.items] },
    sequences: summary.sequences,
    largeObjects: summary.largeObjects,
    largestRow: summary.largestRow,
    limits: limits.map(({ id, objects, statements }) => ({
      id,
      objects: listOf(objects),
      statements: [...statements],
    })),
    gaps: [...summary.gaps],
    warnings: listOf(warnings),
    refresh: listOf(refresh),
    members: summary.members,
    takenAt: summary.takenAt,
  };
}

export function toCoverageDto(backupId: string, { components, gaps }: ContentsSummary): BackupCoverageDto {
  const of = (wanted: ComponentStatus): number => components.filter(({ status }) => status === wanted).length;
  const gapNames = new Set(gaps.map(({ component }) => component));
  return {
    backupId,
    complete: gaps.length === 0,
    saved: of('saved'),
    empty: of('empty'),
    notPermitted: of('not_permitted'),
    off: of('off'),
    failed: of('failed'),
    components: components.map((component) => ({
      ...component,
      gap: gapNames.has(component.name),
      whatToDo: adviceFor(component.name, component.status),
    })),
  };
}

const listOf = <T>({ count, items }: Shortened<T>): { count: number; items: T[] } => ({ count, items: [...items] });
