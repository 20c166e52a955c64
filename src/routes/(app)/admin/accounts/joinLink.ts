import type { JoinToken } from '$lib/domain/accounts';

/** What is handed over to the owner of an account. */
export interface Invitation {
  displayName: string;
  /** What the account signs in with. */
  address: string;
  join: JoinToken;
}

/**
 * The link that lets the owner of an account in. The token stands behind the #, so that it reaches
 * no server's log.
 *
 * @param origin the address of the app, as the admin has it open
 */
export const joinLink = ({ tokenHash, type }: JoinToken, origin: string): string =>
  `${origin}/join#${new URLSearchParams({ token_hash: tokenHash, type }).toString()}`;
