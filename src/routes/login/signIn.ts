import { Session } from '$lib/state/session.svelte';
import type { SignInError } from '$lib/state/sign-in-error';

export class SignIn {
  readonly #session = new Session();

  /** Signs in on this device; null when it is done. */
  async try(email: string, password: string): Promise<SignInError['type'] | null> {
    const signedIn = await this.#session.signIn(email, password);
    return signedIn.ok ? null : signedIn.error.type;
  }
}
