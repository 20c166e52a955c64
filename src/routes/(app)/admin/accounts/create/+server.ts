import { createAccount } from '$lib/server/accounts/create';
import { adminEndpoint } from '$lib/server/accounts/endpoint';
import { oneByOne } from '$lib/server/accounts/oneByOne';
import { CreateRequest } from '../wire';

/** Makes up to 20 accounts; each is reported, and one that is refused stops no other. */
export const POST = adminEndpoint(CreateRequest, (services, { accounts }) =>
  oneByOne(accounts, (account) => createAccount(services, account)),
);
