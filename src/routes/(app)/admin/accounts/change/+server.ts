import { changeAccount } from '$lib/server/accounts/change';
import { adminEndpoint } from '$lib/server/accounts/endpoint';
import { oneByOne } from '$lib/server/accounts/oneByOne';
import { ChangeRequest } from '../wire';

/** Changes role, team or name of accounts. */
export const POST = adminEndpoint(ChangeRequest, (services, { userIds, change }) =>
  oneByOne(userIds, (userId) => changeAccount(services, userId, change)),
);
