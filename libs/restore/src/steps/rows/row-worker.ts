import type { ArchiveMember } from '@stowbase/archive';
import type { Client } from 'pg';
import { MemberRunner, type MemberOptions, type MemberOutcome } from '../../run/member-runner';
import { noCounts, takeCounts } from '../record/restore-record';
import type { StepRun } from '../step-run';

const during = 'writing rows';

/** Writes members of rows on one connection, each in a transaction of its own. */
export class RowWorker {
  private readonly counts = noCounts();
  private readonly runner: MemberRunner;

  constructor(
    private readonly run: StepRun,
    private readonly client: Client,
  ) {
    const { context, leftOut } = run;
    this.runner = new MemberRunner({ client, context, counts: this.counts, aftermath: 'unfinished', leftOut });
  }

  async write(member: ArchiveMember, options: MemberOptions): Promise<MemberOutcome> {
    const { run, client } = this;
    await run.begin(client, during);
    const outcome = await this.runner.run(member, options);
    if (outcome === 'put-aside') await run.query(during, () => client.query('ROLLBACK'));
    else await run.commit(client, [{ step: 'rows', member: member.number }], takeCounts(this.counts), during);
    return outcome;
  }

  close(): Promise<void> {
    return this.runner.close();
  }
}
