import { Session, type SignInError } from '$lib/state/session.svelte';

export type SignInProblem = SignInError['type'];

/** Signs in on this device; null when it is done. */
export const signIn = async (email: string, password: string): Promise<SignInProblem | null> => {
  const signedIn = await new Session().signIn(email, password);
  return signedIn.ok ? null : signedIn.error.type;
};
