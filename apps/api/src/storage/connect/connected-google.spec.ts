import { GoogleDouble, type OAuthClient } from '@stowbase/storage/testing';
import { request } from 'undici';
import { Canaries } from '../../testing/canary';
import type { DestinationTestDto } from '../destination-test.dto';
import type { SavedDestinationDto } from '../destination.dto';
import { having } from '../testing/matchers';
import type { ConnectedDto } from './connect-state.dto';
import type { GoogleAttemptDto } from './google/google-connect.dto';
import { startConnectWorld, type ConnectWorld } from './testing/connect-world';

const path = '/storage/destinations';
const redirectUris = ['http://localhost:3000/connect/google'];

describe('P-CONNECT-13 a destination at a Google account that was connected by its page', () => {
  let google: GoogleDouble;
  let client: OAuthClient;
  let world: ConnectWorld;
  let saved: SavedDestinationDto;
  beforeAll(async () => {
    google = await GoogleDouble.start();
    client = google.oauth.addClient({ redirectUris });
    world = await startConnectWorld(google.endpoints);
  });
  afterAll(async () => {
    await world.close();
    await google.close();
  });

  /** @returns the id of its credentials */
  async function connect(body: object): Promise<string> {
    const { body: attempt } = await world.ask<GoogleAttemptDto>('POST /storage/connect/google', body);
    const { headers, body: page } = await request(attempt.url);
    await page.dump();
    const { searchParams } = new URL(String(headers['location']));
    const answer = { state: searchParams.get('state'), code: searchParams.get('code') };
    return (await world.ask<ConnectedDto>('POST /storage/connect/google/answer', answer)).body.credentialsId;
  }
  const tested = async () => (await world.ask<DestinationTestDto>(`POST ${path}/${saved.id}/test`)).body;
  const renew = async (credentialsId: string, config?: object): Promise<void> => {
    const change = { version: saved.version, credentialsId, ...(config === undefined ? {} : { config }) };
    const { status, body } = await world.ask<SavedDestinationDto>(`PATCH ${path}/${saved.id}`, change);
    expect([status, body]).toMatchObject([200, { validationStatus: 'valid' }]);
    saved = body;
  };

  it('passes its test and is saved, and nobody has seen a token', async () => {
    const { id: clientId, secret: clientSecret } = client;
    const credentialsId = await connect({ clientId, clientSecret });
    const settings = { type: 'google_drive', config: { clientId }, credentialsId };
    const test = await world.ask<DestinationTestDto>(`POST ${path}/test`, settings);
    expect(test.body.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(test).toMatchObject({ status: 200, body: { valid: true } });
    const reply = await world.ask<SavedDestinationDto>(`POST ${path}`, { name: 'Drive', ...settings });
    expect(reply).toMatchObject({
      status: 201,
      body: { config: { clientId, clientSecret: { set: true }, refreshToken: { set: true } } },
    });
    saved = reply.body;
  });

  it('F56 is signed in again when the access was taken away, with the client that is stored', async () => {
    google.oauth.revoke(google.oauth.signedInAs);
    const { valid, error } = await tested();
    expect([valid, error?.nextStep]).toEqual([false, expect.stringMatching(/sign in/i)]);
    await renew(await connect({ destinationId: saved.id }));
    expect(await tested()).toMatchObject({ valid: true });
  });

  it('F56 knows when the sign-in of a client in test mode ends, and forgets it once the client is published', async () => {
    const testing = google.oauth.addClient({ redirectUris, testing: true });
    const own = { clientId: testing.id, clientSecret: testing.secret };
    await renew(await connect(own), own);
    const ends = Date.parse(saved.config?.['refreshTokenExpires'] as string) - Date.now();
    expect(Math.round(ends / 86_400_000)).toBe(7);
    google.clock.advance(7 * 86_400_000);
    expect(await tested()).toMatchObject({ valid: false });
    google.oauth.clients.set(testing.id, { ...testing, testing: false });
    await renew(await connect({ destinationId: saved.id }));
    expect(saved.config).not.toHaveProperty('refreshTokenExpires');
    expect(await tested()).toMatchObject({ valid: true });
  });

  it('is not saved for another client than the one that was asked', async () => {
    const credentialsId = await connect({ clientId: client.id, clientSecret: client.secret });
    const settings = { type: 'google_drive', config: { clientId: 'another' }, credentialsId };
    const reply = await world.ask(`POST ${path}`, { name: 'Elsewhere', ...settings });
    expect(reply).toMatchObject({ status: 400, body: { field: 'config.clientId' } });
  });

  it('is renewed for a destination at Google alone', async () => {
    const local = { name: 'Local', type: 'local_mapped', config: { path: world.api.config.localStorageRoots[0] } };
    const { body } = await world.ask<SavedDestinationDto>(`POST ${path}`, local);
    expect(await world.ask('POST /storage/connect/google', { destinationId: body.id })).toMatchObject({
      status: 400,
      body: having({ code: 'DESTINATION_TYPE_UNKNOWN' }),
    });
    expect(await world.ask('POST /storage/connect/google', { destinationId: crypto.randomUUID() })).toMatchObject({
      status: 404,
    });
  });

  it('has left no token and no secret anywhere', async () => {
    const secrets = new Canaries();
    for (const token of google.oauth.consents.keys()) secrets.add(`refresh token ${secrets.names.length}`, token);
    for (const { id, secret } of google.oauth.clients.values()) secrets.add(`client secret of ${id}`, secret);
    expect(secrets.names.length).toBeGreaterThan(5);
    expect(await world.leaks(secrets)).toEqual([]);
  });
});
