import { DeliveryError } from '../delivery-error';

export function sendMail(): Promise<void> {
  return Promise.reject(
    new DeliveryError('SETTINGS', 'Mail is not sent yet.', { nextStep: 'Use another channel.', retry: false }),
  );
}
