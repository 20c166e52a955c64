import { env } from '$env/dynamic/public';

/** Supabase's address, without a slash at the end, and its public key. */
export const supabaseProject = (): { url: string; publishableKey: string } => ({
  url: (env.PUBLIC_SUPABASE_URL || location.origin).replace(/\/$/, ''),
  publishableKey: env.PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? '',
});
