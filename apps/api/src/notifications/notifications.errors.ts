import { defineErrors, failWith } from '../errors/api-error';

export const notificationErrors = defineErrors({
  CHANNEL_NOT_FOUND: {
    status: 404,
    title: 'Channel not found',
    when: 'No notification channel has this id, or it was deleted.',
  },
  CHANNEL_CONFIG_INVALID: {
    status: 400,
    title: 'Settings not right',
    when: 'A setting of a notification channel is missing, unknown or not allowed; each is named by its path, like `config.url`.',
  },
  CHANNEL_TYPE_UNKNOWN: {
    status: 400,
    title: 'Unknown type of channel',
    when: 'The type is none of those that `GET /api/notifications/types` lists.',
  },
  CHANNELS_FULL: {
    status: 409,
    title: 'Too many channels',
    when: 'A channel is to be created and there are 50 already.',
  },
  DELIVERY_NOT_FOUND: {
    status: 404,
    title: 'Message not found',
    when: 'No message with this id is kept: they are forgotten after 30 days.',
  },
  DELIVERY_SETTLED: {
    status: 409,
    title: 'Delivered already',
    when: 'A message is to be sent again that was delivered.',
  },
  PING_NOT_FOUND: {
    status: 404,
    title: 'No ping address',
    when: 'The schedule reports its runs to no address.',
  },
  PING_URL_INVALID: {
    status: 400,
    title: 'Ping address not right',
    when: 'The address that a schedule shall report to is not one, or leads to where the service may not go.',
  },
  PING_SCHEDULE_NOT_FOUND: {
    status: 404,
    title: 'Schedule not found',
    when: 'An address is given for the runs of a schedule that does not exist.',
  },
});

export const fail = failWith(notificationErrors);
