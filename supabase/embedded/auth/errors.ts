/** An error as GoTrue answers it: `code` is the HTTP status, `error_code` what clients test for. */
export type AuthFailure = { code: number; error_code: string; msg: string };

export const failure = (code: number, errorCode: string, msg: string): AuthFailure => ({
  code,
  error_code: errorCode,
  msg,
});

/** What an operation on accounts gives back: a value, or the error to answer with. */
export type AuthResult<T> = { ok: true; value: T } | { ok: false; failure: AuthFailure };

export const success = <T>(value: T): AuthResult<T> => ({ ok: true, value });
export const failed = (reason: AuthFailure): AuthResult<never> => ({ ok: false, failure: reason });

export const invalid = (msg: string): AuthFailure => failure(400, 'validation_failed', msg);
export const userNotFound = failure(404, 'user_not_found', 'User not found');
export const emailExists = failure(
  422,
  'email_exists',
  'A user with this email address has already been registered',
);

export function failureResponse(reason: AuthFailure): Response {
  return Response.json(reason, {
    status: reason.code,
    headers: { 'x-sb-error-code': reason.error_code },
  });
}
