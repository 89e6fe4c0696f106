import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DoctorReport } from '@stowbase/postgres';
import { IsNull } from 'typeorm';
import { Access, CurrentActor, type Actor } from '../accounts/access';
import { Database } from '../database/database';
import { IdPipe } from '../http/id.pipe';
import { PageQueryDto } from '../paging/page-query.dto';
import { mapPage, pageOf } from '../paging/page-of';
import { BulkAdd } from './bulk-add';
import { DoctorReplyDto, DoctorRequestDto } from './doctor.dto';
import {
  BulkAddDto,
  BulkReplyDto,
  CreateProjectDto,
  ProjectDto,
  ProjectPageDto,
  UpdateProjectDto,
} from './project.dto';
import { secretView, toCheckDto, toProjectDto } from './project.mapper';
import { ProjectChanges } from './project-changes';
import { ProjectDoctor } from './project-doctor';
import { Project } from './project.entity';
import { Projects } from './projects.service';
import { readConnection } from './read-connection';

@ApiTags('projects')
@Controller('projects')
export class ProjectsController {
  constructor(
    private readonly database: Database,
    private readonly projects: Projects,
    private readonly changes: ProjectChanges,
    private readonly doctor: ProjectDoctor,
    private readonly bulk: BulkAdd,
  ) {}

  /** Lists projects, the newest first. */
  @Get()
  @Access('viewer')
  async listProjects(@Query() query: PageQueryDto): Promise<ProjectPageDto> {
    const page = await pageOf(this.database.read, Project, query, { where: { deletedAt: IsNull() } });
    return mapPage(page, (project) => this.dto(project));
  }

  /** Checks the connection, then stores the project; a failing check stores nothing. */
  @Post()
  @Access('owner')
  async createProject(@Body() body: CreateProjectDto, @CurrentActor() actor: Actor): Promise<ProjectDto> {
    return this.dto(await this.changes.create(body, actor));
  }

  /** Stores several projects, each checked by itself. */
  @Post('bulk')
  @HttpCode(200)
  @Access('owner')
  async addProjects(@Body() body: BulkAddDto, @CurrentActor() actor: Actor): Promise<BulkReplyDto> {
    const results = await this.bulk.add(body.projects, actor);
    return {
      results: results.map((result) =>
        result.status === 'failed'
          ? { status: 'failed', project: null, problem: result.problem }
          : { status: result.status, project: this.dto(result.project), problem: null },
      ),
    };
  }

  /** Says what a connection that isn't stored can and can't do; changes nothing. */
  @Post('doctor')
  @HttpCode(200)
  @Access('owner')
  async checkConnection(@Body() body: DoctorRequestDto): Promise<DoctorReplyDto> {
    const connection = readConnection(body.connection);
    const report = await this.doctor.examine(connection);
    return toReply(
      report,
      connection.notices.map(({ text }) => text),
    );
  }

  @Get(':id')
  @Access('viewer')
  async getProject(@Param('id', IdPipe) id: string): Promise<ProjectDto> {
    return this.dto(await this.projects.get(id));
  }

  /** Changes what is given; a changed connection is checked first. */
  @Patch(':id')
  @Access('owner')
  async updateProject(
    @Param('id', IdPipe) id: string,
    @Body() body: UpdateProjectDto,
    @CurrentActor() actor: Actor,
  ): Promise<ProjectDto> {
    return this.dto(await this.changes.update(id, body, actor));
  }

  /** Its backups stay where they are; its schedules are deleted with it. */
  @Delete(':id')
  @HttpCode(204)
  @Access('owner')
  async deleteProject(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.changes.delete(id, actor);
  }

  /** Checks the stored connection again and keeps the result. */
  @Post(':id/doctor')
  @HttpCode(200)
  @Access('operator')
  async checkProject(@Param('id', IdPipe) id: string): Promise<DoctorReplyDto> {
    return toReply(await this.changes.check(id), []);
  }

  private dto(project: Project): ProjectDto {
    return toProjectDto(project, secretView(this.projects.connection(project).password));
  }
}

function toReply(report: DoctorReport, notices: string[]): DoctorReplyDto {
  const { host, port, user, database, ref, kind } = report.connection;
  return {
    ok: report.ok,
    checks: report.checks.map(toCheckDto),
    connection: { host, port, username: user, database, ref, kind },
    server:
      report.server === undefined
        ? null
        : { version: report.server.version, databaseBytes: report.server.databaseBytes },
    notices,
  };
}
