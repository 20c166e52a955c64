import type { AccountRefusal, ChangeReport } from '$lib/domain/accounts';
import { ok, type Result } from '$lib/domain/result';
import { post, type RequestError } from './api';
import { Bulk } from './bulk.svelte';
import type { Account } from './filters';
import type { Invitation } from './joinLink';
import { ChangeReports, ResetReport } from './wire';

export type BulkAction = 'team' | 'links' | 'sign_out' | 'deactivate';

type Report = ChangeReport & { invitation?: Invitation };

/** One bulk action, from the question to the report on every account. */
export class BulkRun {
  state: 'asking' | 'running' | 'ended' = $state('asking');
  readonly #operationId: string;
  // A new link ends a password: one request each, so that none is made without being shown.
  readonly #links = new Bulk<Account, Report>(1);
  readonly #changes = new Bulk<Account, Report>();
  #bulk: Bulk<Account, Report> = $state.raw(this.#changes);

  constructor(operationId: string) {
    this.#operationId = operationId;
  }

  get done(): number {
    return this.#bulk.results.length;
  }

  get error(): RequestError | null {
    return this.#bulk.error;
  }

  get refused(): { userId: string; reason: AccountRefusal }[] {
    return this.#bulk.results.flatMap((report) =>
      report.outcome === 'refused' ? [{ userId: report.userId, reason: report.reason }] : [],
    );
  }

  get invitations(): Invitation[] {
    return this.#bulk.results.flatMap(({ invitation }) => invitation ?? []);
  }

  /** Starts, or goes on where it stopped. */
  async start(
    action: BulkAction,
    accounts: readonly Account[],
    teamId: string | null,
  ): Promise<void> {
    this.state = 'running';
    this.#bulk = action === 'links' ? this.#links : this.#changes;
    const send = (some: Account[]) =>
      action === 'links' ? this.#makeLinks(some) : this.#change(action, some, teamId);
    if (this.#bulk.results.length > 0) await this.#bulk.resume(accounts, send);
    else await this.#bulk.run(accounts, send);
    this.state = 'ended';
  }

  #change(
    action: Exclude<BulkAction, 'links'>,
    some: Account[],
    teamId: string | null,
  ): Promise<Result<Report[], RequestError>> {
    const body = { operationId: this.#operationId, userIds: some.map(({ userId }) => userId) };
    if (action === 'team') {
      return post('change', { ...body, change: { teamId } }, ChangeReports);
    }
    return action === 'sign_out'
      ? post('sign-out', body, ChangeReports)
      : post('activity', { ...body, active: false }, ChangeReports);
  }

  async #makeLinks(some: Account[]): Promise<Result<Report[], RequestError>> {
    const reports: Report[] = [];
    for (const { userId, name } of some) {
      const answer = await post('reset', { operationId: this.#operationId, userId }, ResetReport);
      if (!answer.ok) return answer;
      const { value } = answer;
      reports.push(
        value.outcome === 'done'
          ? {
              outcome: 'done',
              userId,
              invitation: { displayName: name, address: value.address, join: value.join },
            }
          : { outcome: 'refused', userId, reason: value.reason },
      );
    }
    return ok(reports);
  }
}
