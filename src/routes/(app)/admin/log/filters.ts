/** Which entries of the log are shown: kept in the address, so that they can be shared. */

export const outcomes = ['applied', 'conflict', 'rejected'] as const;
export type EventOutcome = (typeof outcomes)[number];

export interface LogFilters {
  /** The kind of mutation, as the log names it. */
  kind: string | null;
  outcome: EventOutcome | null;
  /** The account that acted. */
  actor: string | null;
  /** The row that was meant. */
  entity: string | null;
  /** A day in the operation's time zone: 2024-12-08. */
  day: string | null;
}

export const noFilters: LogFilters = {
  kind: null,
  outcome: null,
  actor: null,
  entity: null,
  day: null,
};

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;
const kind = /^[a-z_.]{1,40}$/u;
const day = /^\d{4}-\d\d-\d\d$/u;

const matching = (text: string | null, form: RegExp): string | null =>
  text !== null && form.test(text) ? text : null;

/** Reads the filters from an address; what it does not know counts as not given. */
export const parseLogFilters = (params: URLSearchParams): LogFilters => ({
  kind: matching(params.get('kind'), kind),
  outcome: outcomes.find((outcome) => outcome === params.get('outcome')) ?? null,
  actor: matching(params.get('actor'), uuid),
  entity: matching(params.get('entity'), uuid),
  day: matching(params.get('day'), day),
});

/** The query of the address for these filters, "" for none: the reverse of `parseLogFilters`. */
export const logFilterQuery = (filters: LogFilters): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters) as [string, string | null][]) {
    if (value !== null) params.set(name, value);
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
};

export const isFiltered = (filters: LogFilters): boolean =>
  Object.values(filters).some((value) => value !== null);
