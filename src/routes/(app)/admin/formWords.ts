/** What is wrong with a field that several forms have, in words. */
import { m } from '$lib/paraglide/messages.js';

export const codeErrorWords = {
  missing: m.admin_code_missing,
  taken: m.admin_code_taken,
} as const;
