import type { SavedChannelDto } from '../../../api/models/saved-channel-dto';

/** What is told after saving, with what the service has changed in what was typed. */
export const savedText = ({ name, notices }: SavedChannelDto): string =>
  [$localize`${name}:name: is saved.`, ...notices.map(({ message }) => message)].join(' ');
