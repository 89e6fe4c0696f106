import { defineErrors, failWith } from '../errors/api-error';

export const eventErrors = defineErrors({
  TOO_MANY_STREAMS: {
    status: 429,
    title: 'Too many streams',
    when: 'The user has as many streams of events open as one user may have.',
  },
});

export const fail = failWith(eventErrors);
