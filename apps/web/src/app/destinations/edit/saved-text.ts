import type { SavedDestinationDto } from '../../api/models/saved-destination-dto';

/** What is told after saving, with what the service has changed in what was typed. */
export const savedText = ({ name, notices }: SavedDestinationDto): string =>
  [$localize`${name}:name: is saved.`, ...notices.map(({ message }) => message)].join(' ');
