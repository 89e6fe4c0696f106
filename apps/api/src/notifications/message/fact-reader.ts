import { shown } from '../../names/shown';
import type { OccurrenceFacts } from '../occurrence';
import { bytesText, instantText } from './words';

/** Reads the facts of an occurrence: what isn't there, or isn't what it should be, is null. Texts are one line, without control characters. */
export class FactReader {
  constructor(
    private readonly facts: OccurrenceFacts,
    private readonly timeZone: string,
  ) {}

  text(name: string): string | null {
    const value = this.facts[name];
    if (typeof value === 'number') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? shown(value, 600) : null;
  }

  number(name: string): number | null {
    const value = this.facts[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  }

  /** With the zone. */
  instant(name: string): string | null {
    const value = this.facts[name];
    const at = typeof value === 'string' ? new Date(value) : null;
    return at === null || Number.isNaN(at.getTime()) ? null : instantText(at, this.timeZone);
  }

  bytes(name: string): string | null {
    const value = this.number(name);
    return value === null ? null : bytesText(value);
  }
}
