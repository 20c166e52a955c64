import { setAccountActive } from '$lib/server/accounts/change';
import { adminEndpoint } from '$lib/server/accounts/endpoint';
import { oneByOne } from '$lib/server/accounts/oneByOne';
import { ActivityRequest } from '../wire';

/** Deactivates accounts, or lets them in again. */
export const POST = adminEndpoint(ActivityRequest, (services, { userIds, active }) =>
  oneByOne(userIds, (userId) => setAccountActive(services, userId, active)),
);
