import { Session } from '$lib/state/session.svelte';
import type { SignInError } from '$lib/state/sign-in-error';

/** Signs in on this device; null when it is done. */
export const signIn = async (
  email: string,
  password: string,
): Promise<SignInError['type'] | null> => {
  const signedIn = await new Session().signIn(email, password);
  return signedIn.ok ? null : signedIn.error.type;
};
