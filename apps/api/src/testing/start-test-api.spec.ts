import { startTestApi, type TestApi } from './start-test-api';

describe('the service in a test', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('answers on a port of its own', async () => {
    const { request } = await import('undici');
    const { statusCode } = await request(`${api.url}/nowhere`);
    expect(statusCode).toBe(404);
  });
});
