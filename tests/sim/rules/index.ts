/**
 * What has to be true of the rows of each entity at rest, on the server and on every phone that may
 * see them. A new entity has a file of its own here, and its rule in the list.
 */
import type { RowsByTable } from '../../../src/lib/sync/store.ts';
import { careRule } from './care.ts';
import { evidenceRule } from './evidence.ts';
import { peopleRule } from './people.ts';
import { reportsRule } from './reports.ts';
import { tracingRule } from './tracing.ts';

/** @returns what is wrong, in words */
export type Rule = (rows: RowsByTable, seenBy: { isClinical: boolean }) => string[];

const rules: readonly Rule[] = [peopleRule, careRule, tracingRule, reportsRule, evidenceRule];

/**
 * @param rows the living ones that somebody sees
 * @param where whose they are, for the words
 * @param isClinical whether who sees them sees what medics see of care
 */
export const faultsByRules = (rows: RowsByTable, where: string, isClinical: boolean): string[] =>
  rules.flatMap((rule) => rule(rows, { isClinical }).map((fault) => `${where}: ${fault}`));
