import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { PostgresError } from '@stowbase/postgres';
import { StorageError } from '@stowbase/storage';
import type { Response } from 'express';
import { request } from 'undici';
import { Public } from '../accounts/access';
import { behindTheEdge, type Edge } from '../http/testing/behind-the-edge';
import { fail } from './common.errors';

const canary = 'canary-S3cret/ü%';

@Controller('broken')
@Public()
class BrokenController {
  @Post('bug')
  bug(@Body() body: { password?: string; url?: string }): never {
    throw new Error(`boom with ${body.password ?? ''}${body.url ?? ''}`, {
      cause: new Error(`inner ${body.password}`),
    });
  }

  @Post('careless')
  careless(@Body() body: { password: string }): never {
    throw fail('NAME_TAKEN', `The password ${body.password} was refused.`, {
      nextStep: `Not ${encodeURIComponent(body.password)} again.`,
      more: { tried: { with: body.password, times: 3 } },
    });
  }

  @Get('postgres')
  postgres(): never {
    throw new PostgresError('AUTH_FAILED', 'The server refused the login.', 'Check the password.', {
      detail: 'FATAL: x',
    });
  }

  @Get('storage')
  storage(): never {
    throw new StorageError('invalid-config', 'The folder is none.', 'Choose another.', { field: 'folder' });
  }

  @Get('foreseen')
  foreseen(): never {
    throw fail('NOT_READY', 'The service is stopping.');
  }

  @Get('text')
  text(): never {
    // oxlint-disable-next-line typescript/only-throw-error -- what a careless package may do
    throw 'just a text';
  }

  @Get('elsewhere')
  elsewhere(): never {
    throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED', syscall: 'connect' });
  }

  @Get('half')
  half(@Res() response: Response): never {
    response.writeHead(200, { 'content-length': 10 });
    response.write('half');
    throw new Error('the rest never comes');
  }
}

describe('errors as replies', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await behindTheEdge([BrokenController]);
  });
  afterAll(() => edge.close());

  it('of ours keep their code, sentence, next step and more, without secrets of the request', async () => {
    const body = JSON.stringify({ password: canary });
    const reply = await edge.ask('POST', '/api/broken/careless', { body });
    expect(reply.status).toBe(409);
    expect(reply.body).toEqual({
      type: '/docs/errors#NAME_TAKEN',
      title: 'Name taken',
      status: 409,
      code: 'NAME_TAKEN',
      detail: 'The password •••• was refused.',
      nextStep: 'Not •••• again.',
      tried: { with: '••••', times: 3 },
      instance: `urn:uuid:${String(reply.headers['x-request-id'])}`,
    });
  });

  it('of the libraries have a status by their kind, and the code, sentence and next step are the library’s', async () => {
    expect(await edge.ask('GET', '/api/broken/postgres')).toMatchObject({
      status: 422,
      body: {
        code: 'AUTH_FAILED',
        detail: 'The server refused the login.',
        nextStep: 'Check the password.',
        serverText: 'FATAL: x',
      },
    });
    expect(await edge.ask('GET', '/api/broken/storage')).toMatchObject({
      status: 400,
      body: { code: 'STORAGE_INVALID_CONFIG', field: 'folder' },
    });
  });

  it.each([
    ['password', canary],
    ['url', `postgres://u:${encodeURIComponent(canary)}@host/db`],
  ])(
    'that nobody foresaw say only a reference, under which the log has the rest, without the secret in %s (P-API-2)',
    async (field, value) => {
      const reply = await edge.ask('POST', '/api/broken/bug', { body: JSON.stringify({ [field]: value }) });
      expect(reply.status).toBe(500);
      const { reference } = reply.body;
      expect(reply.body).toMatchObject({ code: 'INTERNAL', detail: 'Something went wrong inside Stowbase.' });
      expect(reference).toBe(reply.headers['x-request-id']);
      expect(JSON.stringify(reply.body)).not.toMatch(/boom|inner|\.ts/);
      const line = edge.logged.find((text) => text.includes(String(reference))) ?? '';
      expect(line).toMatch(/POST \/api\/broken\/bug: Error: boom with/);
      expect(line).toMatch(/caused by Error: inner/);
      expect(line).not.toContain('canary');
    },
  );

  it('of a server that is away are not told as the records’ own, where these are in SQLite', async () => {
    expect(await edge.ask('GET', '/api/broken/elsewhere')).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
  });

  it('that the service itself foresaw are no errors of it, and leave no stack in the log, whatever their status', async () => {
    const reply = await edge.ask('GET', '/api/broken/foreseen');
    expect(reply).toMatchObject({ status: 503, body: { code: 'NOT_READY' } });
    expect(edge.logged.filter((line) => line.includes('/api/broken/foreseen'))).toEqual([]);
  });

  it('may be anything that is thrown', async () => {
    expect(await edge.ask('GET', '/api/broken/text')).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
  });

  it('in the middle of a body tear the connection: half a body never looks whole', async () => {
    const reply = await request(`${edge.origin}/api/broken/half`);
    expect(reply.statusCode).toBe(200);
    await expect(reply.body.text()).rejects.toThrow();
  });
});
