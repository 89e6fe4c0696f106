import { Injectable } from '@nestjs/common';
import { DestinationSettings, settingsInvalid } from '../../destination-settings.service';
import { Destinations } from '../../destinations.service';
import { refuseEnvironment } from '../../refuse-environment';
import { fail } from '../../storage.errors';
import type { ConnectGoogleDto } from './google-connect.dto';
import { googleDrive } from './google-credentials';
import type { GoogleClient } from './google-oauth';

type OwnClient = Omit<GoogleClient, 'redirectUri'>;

/** Finds out which OAuth client a connection is asked for with. */
@Injectable()
export class GoogleClients {
  constructor(
    private readonly destinations: Destinations,
    private readonly settings: DestinationSettings,
  ) {}

  /**
   * As it is given; of a destination whose access is renewed, what is left out as it is stored.
   * @throws ApiError `DESTINATION_CONFIG_INVALID`, `DESTINATION_NOT_FOUND`, `DESTINATION_TYPE_UNKNOWN`, `DESTINATION_FROM_ENVIRONMENT`
   */
  async of({ clientId, clientSecret, destinationId }: ConnectGoogleDto): Promise<OwnClient> {
    const stored = destinationId === undefined ? {} : await this.stored(destinationId.toLowerCase());
    const client = {
      clientId: clientId?.trim() ?? stored.clientId,
      clientSecret: clientSecret?.trim() ?? stored.clientSecret,
    };
    const problems = [
      ...(isText(client.clientId) ? [] : [{ field: 'clientId', message: 'Client ID is missing.' }]),
      ...(isText(client.clientSecret) ? [] : [{ field: 'clientSecret', message: 'Client secret is missing.' }]),
    ];
    if (problems.length > 0)
      throw settingsInvalid(problems, 'Enter the client that you made in the Google Cloud console.');
    return client as OwnClient;
  }

  private async stored(destinationId: string): Promise<{ clientId?: unknown; clientSecret?: unknown }> {
    const destination = await this.destinations.get(destinationId);
    refuseEnvironment(destination);
    if (destination.type === googleDrive) return this.settings.readable(destination) ?? {};
    throw fail('DESTINATION_TYPE_UNKNOWN', `The destination ${destination.name} is not at Google Drive.`, {
      field: 'destinationId',
      nextStep: 'Leave destinationId out, or name one that is.',
    });
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
