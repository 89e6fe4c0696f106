import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, CurrentActor, type Actor } from '../../accounts/access';
import { Database } from '../../database/database';
import { IdPipe } from '../../http/id.pipe';
import { pageOfQuery } from '../../paging/page-of';
import { RetentionApproval } from '../approval.entity';
import { ApprovalDto, ApprovalPageDto, ApprovalQueryDto, DecideApprovalDto } from './approval.dto';
import { namesOf, toApprovalDto, toApprovalSummary } from './approval.mapper';
import { Approvals } from './approvals';

/** All but the list itself, which is long. */
const summary = [
  ...['id', 'createdAt', 'updatedAt', 'setKey', 'projectId', 'destinationId', 'scheduleId', 'ruleSha256'],
  ...['listSha256', 'state', 'cause', 'count', 'bytes', 'decidedBy', 'decidedAt'],
];

@ApiTags('retention')
@Controller('retention/approvals')
export class ApprovalsController {
  constructor(
    private readonly database: Database,
    private readonly approvals: Approvals,
  ) {}

  /** Lists of copies that are deleted only when an owner approves exactly them, the newest first. */
  @Get()
  @Access('viewer')
  async listApprovals(@Query() { state, ...page }: ApprovalQueryDto): Promise<ApprovalPageDto> {
    const query = this.database.read
      .createQueryBuilder(RetentionApproval, 'a')
      .select(summary.map((column) => `a.${column}`));
    if (state !== undefined) query.where('a.state = :state', { state });
    const { items, next } = await pageOfQuery(query, page);
    const names = await namesOf(this.database.read, items);
    return { items: items.map((item) => toApprovalSummary(item, names)), next };
  }

  @Get(':id')
  @Access('viewer')
  async getApproval(@Param('id', IdPipe) id: string): Promise<ApprovalDto> {
    return this.dto(await this.approvals.get(id));
  }

  /** Deletes exactly the copies of the list, soon after. 409 when the list isn't the one that was seen. */
  @Post(':id/approve')
  @HttpCode(200)
  @Access('owner')
  async approveList(
    @Param('id', IdPipe) id: string,
    @Body() { listId }: DecideApprovalDto,
    @CurrentActor() actor: Actor,
  ): Promise<ApprovalDto> {
    return this.dto(await this.approvals.approve(id, listId, actor));
  }

  /** Keeps the copies of the list for as long as the rule stays what it is. */
  @Post(':id/refuse')
  @HttpCode(200)
  @Access('owner')
  async refuseList(
    @Param('id', IdPipe) id: string,
    @Body() { listId }: DecideApprovalDto,
    @CurrentActor() actor: Actor,
  ): Promise<ApprovalDto> {
    return this.dto(await this.approvals.refuse(id, listId, actor));
  }

  private async dto(approval: RetentionApproval): Promise<ApprovalDto> {
    return toApprovalDto(approval, await namesOf(this.database.read, [approval]));
  }
}
