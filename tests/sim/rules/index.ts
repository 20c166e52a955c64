/**
 * What has to be true of the rows of each entity at rest, on the server and on every phone that may
 * see them. A new entity has a file of its own here, and its rule in the list.
 */
import type { RowsByTable } from '../../../src/lib/sync/store.ts';
import { careRule } from './care.ts';
import { evidenceRule } from './evidence.ts';
import { peopleRule } from './people.ts';
import { reportsRule } from './reports.ts';
import { tasksRule } from './tasks.ts';
import { tracingRule } from './tracing.ts';

export interface SeenBy {
  /** Whose rows they are, for the words. */
  where: string;
  /** Whether who sees them sees what medics see of care. */
  isClinical: boolean;
  /** Where an entry of a history is in the log. */
  seqOf: (id: string) => number;
}

/** @returns what is wrong, in words */
export type Rule = (rows: RowsByTable, seenBy: SeenBy) => string[];

const rules: readonly Rule[] = [
  tasksRule,
  peopleRule,
  careRule,
  tracingRule,
  reportsRule,
  evidenceRule,
];

/** @param rows the living ones that somebody sees */
export const faultsByRules = (rows: RowsByTable, seenBy: SeenBy): string[] =>
  rules.flatMap((rule) => rule(rows, seenBy).map((fault) => `${seenBy.where}: ${fault}`));
