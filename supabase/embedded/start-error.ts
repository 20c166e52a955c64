/**
 * A condition that stops the start and that its reader can change: a taken port, a directory
 * without write permission. `message` is one line that says what is wrong and what to do;
 * whoever starts the stack prints it alone, without a stack trace, and exits with code 1.
 */
export class StartError extends Error {
  override name = 'StartError';
}
