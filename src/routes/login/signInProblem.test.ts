import { AuthApiError, AuthRetryableFetchError, AuthUnknownError } from '@supabase/supabase-js';
import { expect, it } from 'vitest';
import { signInProblem } from './signInProblem.ts';

it.each([
  ['a wrong password', new AuthApiError('', 400, 'invalid_credentials'), 'wrong'],
  ['a deactivated account', new AuthApiError('', 400, 'user_banned'), 'banned'],
  ['too many attempts', new AuthApiError('', 429, 'over_request_rate_limit'), 'too_many'],
  ['no network', new AuthRetryableFetchError('', 0), 'offline'],
  ['a gateway without the server behind it', new AuthRetryableFetchError('', 502), 'server'],
  ['a failing server', new AuthApiError('', 500, 'unexpected_failure'), 'server'],
  ['an answer that is none', new AuthUnknownError('', new Error('x')), 'server'],
] as const)('tells %s by its code, not by its text', (_, error, problem) => {
  expect(signInProblem(error)).toBe(problem);
});
