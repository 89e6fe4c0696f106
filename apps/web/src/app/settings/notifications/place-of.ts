import type { ChannelDto } from '../../api/models/channel-dto';
import type { ChannelTypeDto } from '../../api/models/channel-type-dto';

/** Settings that say who is told, the first that a type has. */
const telling = ['to', 'chatId', 'server'] as const;

/** `E-mail · you@example.com`: how and whom it tells. A secret address is told by its end. */
export function placeOf({ type, config }: ChannelDto, known: ChannelTypeDto | undefined): string {
  const title = known?.title ?? type;
  const shown = telling.map((name) => config?.[name]).find((value) => typeof value === 'string');
  if (typeof shown === 'string') return `${title} · ${shown}`;
  const url = config?.['url'];
  if (typeof url !== 'object' || url.hint === null) return title;
  return $localize`${title}:type: · address ends in ${url.hint}:hint:`;
}
