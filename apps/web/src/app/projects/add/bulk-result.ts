import type { BulkResultDto } from '../../api/models/bulk-result-dto';
import type { Problem } from '../../api/models/problem';
import type { GlyphName } from '../../states/glyphs';
import type { Tone } from '../../states/tone';
import type { BulkLine } from './bulk-lines';

export interface ShownResult {
  readonly number: number;
  readonly name: string;
  readonly text: string;
  readonly projectId: string | null;
  readonly isNew: boolean;
  readonly mark: { readonly glyph: GlyphName; readonly tone: Tone };
}

/** What became of one line. */
export function toBulkResult({ status, project, problem }: BulkResultDto, line: BulkLine | undefined): ShownResult {
  const common = {
    number: line?.number ?? 0,
    name: project?.name ?? line?.name ?? '',
    projectId: project?.id ?? null,
    isNew: status === 'created',
  };
  switch (status) {
    case 'created':
      return { ...common, text: $localize`Added`, mark: { glyph: 'complete', tone: 'ok' } };
    case 'exists':
      return {
        ...common,
        text: $localize`This database is a project already`,
        mark: { glyph: 'off', tone: 'idle' },
      };
    case 'failed': {
      const { detail, nextStep } = problem as unknown as Problem;
      return { ...common, text: [detail, nextStep ?? ''].join(' ').trim(), mark: { glyph: 'failed', tone: 'bad' } };
    }
  }
}
