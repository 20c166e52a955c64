import { adminEndpoint } from '$lib/server/accounts/endpoint';
import { oneByOne } from '$lib/server/accounts/oneByOne';
import { signOutEverywhere } from '$lib/server/accounts/reset';
import { SignOutRequest } from '../wire';

/** Ends every session of accounts. */
export const POST = adminEndpoint(SignOutRequest, (services, { userIds }) =>
  oneByOne(userIds, (userId) => signOutEverywhere(services, userId)),
);
