import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsArray, IsInt, IsObject, IsString, MaxLength, ValidateNested } from 'class-validator';
import { Public } from '../accounts/access';
import { IsName } from '../names/name.decorator';
import { PageQueryDto } from '../paging/page-query.dto';
import { IdPipe } from './id.pipe';
import { MayBeLeftOut } from './left-out.decorator';
import { behindTheEdge, type Edge } from './testing/behind-the-edge';

class PartDto {
  @IsString()
  @MaxLength(5)
  host: string;
}

class ThingDto {
  @IsName()
  name: string;

  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => PartDto)
  connection?: PartDto;

  @MayBeLeftOut()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PartDto)
  parts?: PartDto[];

  @MayBeLeftOut()
  @IsInt()
  count?: number;

  @MayBeLeftOut()
  @IsString()
  notes?: string;

  @MayBeLeftOut()
  @IsObject()
  labels?: Record<string, unknown>;
}

@Controller('things')
@Public()
class ThingsController {
  @Post()
  create(@Body() body: ThingDto): object {
    return body;
  }

  @Get()
  list(@Query() query: PageQueryDto): object {
    return query;
  }

  @Get(':id')
  get(@Param('id', IdPipe) id: string): object {
    return { id };
  }
}

let edge: Edge;
beforeAll(async () => {
  edge = await behindTheEdge([ThingsController]);
});
afterAll(() => edge.close());

const post = (body: object): ReturnType<Edge['ask']> => edge.ask('POST', '/api/things', { body: JSON.stringify(body) });

describe('what a body is checked for (H28)', () => {
  it('names every wrong field at once, by its path', async () => {
    const reply = await post({
      connection: { host: 5 },
      parts: [{ host: 'a' }, { host: 'too long', x: 1 }],
      surplus: 1,
    });
    expect(reply.status).toBe(400);
    expect(reply.body.code).toBe('INVALID_INPUT');
    expect(reply.body.errors).toEqual(
      expect.arrayContaining([
        { field: 'name', code: 'REQUIRED', message: '"name" is missing.' },
        { field: 'surplus', code: 'UNKNOWN_FIELD', message: 'There is no field "surplus" here.' },
        { field: 'connection.host', code: 'IS_STRING', message: '"connection.host" must be a string.' },
        expect.objectContaining({ field: 'parts[1].host', code: 'MAX_LENGTH' }),
        { field: 'parts[1].x', code: 'UNKNOWN_FIELD', message: 'There is no field "parts[1].x" here.' },
      ]),
    );
    expect(reply.body.errors).toHaveLength(5);
  });

  it('says one wrong field in the sentence itself', async () => {
    expect((await post({ name: 'a', count: 1.5 })).body).toMatchObject({
      detail: '"count" must be an integer number.',
      field: 'count',
    });
  });

  it('never repeats a value', async () => {
    const reply = await post({ name: 'a', connection: { host: 'canary-host-value' }, count: 'canary-count' });
    expect(reply.status).toBe(400);
    expect(JSON.stringify(reply.body)).not.toContain('canary');
  });

  it('shows odd field names as text, shortened', async () => {
    const reply = await post({ name: 'a', ['x\r\n\u202e'.padEnd(4000, 'y')]: 1 });
    expect(reply.body.field).toMatch(/^x\\u000d\\u000a\\u202ey+…$/);
    expect(String(reply.body.field).length).toBeLessThan(130);
  });

  it.each([[5], ['x'], [[5]], [[null]], [[[]]], [[[{ host: 'a' }]]], [{ 0: { host: 'a' } }], [null]])(
    'refuses %j where a list of objects belongs',
    async (parts) => {
      expect((await post({ name: 'a', parts })).status).toBe(400);
    },
  );
});

describe('what no field takes (P-API-6)', () => {
  it.each(['connection', 'parts', 'count', 'notes', 'labels'])(
    'null, where %s may be left out (P-API-6)',
    async (field) => {
      expect(await post({ name: 'a' })).toMatchObject({ status: 201 });
      const { status, body } = await post({ name: 'a', [field]: null });
      expect([status, body.code, body.field]).toEqual([400, 'INVALID_INPUT', field]);
    },
  );

  it.each([
    ['notes', { notes: 'a\0b' }],
    ['labels.list[1].x', { labels: { list: [1, { x: '\0' }] } }],
    ['labels.a\\u0000', { labels: { 'a\0': 1 } }],
    ['parts[1].host', { parts: [{ host: 'a' }, { host: '\0' }] }],
  ])('a NUL character, in %s (P-API-6)', async (field, fields) => {
    expect(await post({ name: 'a', ...fields })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_INPUT', field, detail: `"${field}" holds a NUL character.` },
    });
  });

  it('null or NUL where it could not be kept: only fields whose types know null may be optional (P-API-6)', () => {
    const source = join(import.meta.dirname, '..');
    const wrong = globSync('**/*.dto.ts', { cwd: source }).flatMap((file) => {
      const fields = readFileSync(join(source, file), 'utf8').split('@IsOptional()').slice(1);
      return fields.filter((field) => !/^[^;]*\bnull\b[^;]*;/.test(field)).map(() => file);
    });
    expect(wrong).toEqual([]);
  });
});

describe('ids in addresses (H29)', () => {
  it.each(['1', 'x', '3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a1', "' OR 1=1 --", '3f0a4c1e9d1b4a538c550d2f6f3f3a10', '%00'])(
    'that are no UUID (%s) are 400 (H29)',
    async (id) => {
      expect(await edge.ask('GET', `/api/things/${encodeURIComponent(id)}`)).toMatchObject({
        status: 400,
        body: { code: 'INVALID_INPUT', field: 'id' },
      });
    },
  );

  it('are taken in either case', async () => {
    expect((await edge.ask('GET', '/api/things/3F0A4C1E-9D1B-4A53-8C55-0D2F6F3F3A10')).body).toEqual({
      id: '3f0a4c1e-9d1b-4a53-8c55-0d2f6f3f3a10',
    });
  });
});

describe('queries of lists (H30)', () => {
  it.each(['limit=0', 'limit=-1', 'limit=201', 'limit=1000000', 'limit=1e2', 'limit=', 'limit=5&limit=6', 'limit[]=5'])(
    '%s is 400 (H30)',
    async (query) => {
      expect((await edge.ask('GET', `/api/things?${query}`)).status).toBe(400);
    },
  );

  it.each(['sort=password_hash', 'order=;DROP TABLE users', 'cursor=', 'filter[name]=x', '__proto__[limit]=5'])(
    '%s is 400: no list has it (H30)',
    async (query) => {
      expect((await edge.ask('GET', `/api/things?${encodeURI(query)}`)).status).toBe(400);
    },
  );

  it('have 50 items a page unless told otherwise', async () => {
    expect((await edge.ask('GET', '/api/things')).body).toEqual({ limit: 50 });
    expect((await edge.ask('GET', '/api/things?limit=200&cursor=abc')).body).toEqual({ limit: 200, cursor: 'abc' });
  });
});
