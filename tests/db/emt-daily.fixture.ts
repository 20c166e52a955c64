/** The daily return as a test asks for it. */
import { user, type TestDatabase } from '../support/database.ts';
import type { CareOperation } from './care.fixture.ts';

interface Daily {
  new_cases: number;
  new_cases_by_category: Record<string, number>;
  new_cases_by_sex_and_age: Record<string, Record<string, number>>;
  outcomes: Record<string, number>;
  not_covered: string[];
}

/** As an observer is told. @param day ISO date */
export const dailyOf = async (
  db: TestDatabase,
  { id, observer }: CareOperation,
  day: string,
): Promise<Daily> => {
  const [row] = await db.as(
    user(observer),
    (tx) => tx<{ daily: Daily }[]>`select public.emt_daily(${id}, ${day}::date) as daily`,
  );
  if (!row) throw new Error('emt_daily gave no row');
  return row.daily;
};

/** A day in Damascus, as ISO date: today for 0. */
export const dayAgo = (days: number): string =>
  new Date(Date.now() - days * 86_400_000).toLocaleDateString('sv', { timeZone: 'Asia/Damascus' });
