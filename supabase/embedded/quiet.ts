import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * @supabase/lite prints failed statements, with details that hold personal data, to the console.
 * While it works on a request, only the names of unexpected errors reach the log: what Postgres
 * refused goes to the caller and nowhere else.
 */
const insideLite = new AsyncLocalStorage<true>();

for (const level of ['log', 'info', 'warn', 'error'] as const) {
  const print = console[level].bind(console);
  console[level] = (...values: unknown[]) => {
    const inside = insideLite.getStore();
    const unexpected = values.filter((value) => value instanceof Error && !isRefusal(value));
    if (!inside) print(...values);
    else if (unexpected.length > 0) print('[api]', ...unexpected.map(nameOf));
  };
}

/** Runs `work` with the console reduced to the names of unexpected errors. */
export function quietly<T>(work: () => T): T {
  return insideLite.run(true, work);
}

const codeOf = (error: object) =>
  'code' in error && typeof error.code === 'string' ? error.code : '';

/** A five-character code is Postgres's answer to a statement. */
const isRefusal = (error: object) => /^[0-9A-Z]{5}$/.test(codeOf(error));

const nameOf = (error: unknown) =>
  error instanceof Error ? [error.name, codeOf(error)].filter(Boolean).join(' ') : typeof error;
