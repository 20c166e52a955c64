import { adminEndpoint } from '$lib/server/accounts/endpoint';
import { resetAccount } from '$lib/server/accounts/reset';
import { ResetRequest, type ResetReport } from '../wire';

/** A new one-time link for an account; its password and its sessions end. */
export const POST = adminEndpoint(
  ResetRequest,
  async (services, { userId }): Promise<ResetReport> => {
    const reset = await resetAccount(services, userId);
    return reset.ok
      ? { outcome: 'done', ...reset.value }
      : { outcome: 'refused', reason: reset.error.type };
  },
);
