import type { Outgoing } from '../outgoing/outgoing';
import { OutgoingError } from '../outgoing/outgoing-error';
import type { ChannelAddress } from './channels/channel-type';

const lookUpMs = 5_000;

/**
 * Why the outgoing guard would never let anything go there; null: it may. Nothing is sent. A name that can't be looked up now is no reason:
 * the test and each delivery judge it again.
 */
export async function refusalOfAddress(
  outgoing: Pick<Outgoing, 'resolve'>,
  { host, port, encrypted }: ChannelAddress,
): Promise<OutgoingError | null> {
  try {
    await outgoing.resolve({ host, port, signal: AbortSignal.timeout(lookUpMs), privateOnly: !encrypted });
    return null;
  } catch (error) {
    if (error instanceof OutgoingError && (error.kind === 'policy' || error.kind === 'input')) return error;
    // Whatever the network says: it is told by a test, and by each delivery.
    return null;
  }
}
