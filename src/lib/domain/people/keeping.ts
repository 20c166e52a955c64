/** Until when a person's record is kept: the choices of a form, and the days that they mean. */

export const keepChoices = ['undecided', 'three_months', 'one_year', 'five_years', 'day'] as const;
export type KeepChoice = (typeof keepChoices)[number];

/** IASC, data responsibility (2023): data is kept no longer than its purpose asks for. */
const mostYears = 10;
const months: Readonly<Record<Exclude<KeepChoice, 'undecided' | 'day'>, number>> = {
  three_months: 3,
  one_year: 12,
  five_years: 60,
};

/**
 * The day that a choice means, "YYYY-MM-DD"; null where nothing is decided.
 *
 * @param day what was written for another day
 * @param today the day on the operation's clock
 */
export const keptUntil = (choice: KeepChoice, day: string, today: string): string | null => {
  if (choice === 'undecided') return null;
  return choice === 'day' ? day : monthsAfter(today, months[choice]);
};

/** The same day of a later month, or the last day of one that has fewer. */
export const monthsAfter = (day: string, count: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  const then = new Date(Date.UTC(year, month - 1 + count, Math.min(date, last)));
  return then.toISOString().slice(0, 10);
};

/** The last day until which a record can be kept. */
export const latestDay = (today: string): string => monthsAfter(today, mostYears * 12);

/** Why a record cannot be kept until a day; null where it can. */
export const keepFault = (day: string, today: string): 'no_day' | 'past' | 'too_far' | null => {
  if (!isDay(day)) return 'no_day';
  if (day < today) return 'past';
  return day > latestDay(today) ? 'too_far' : null;
};

const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text)) return false;
  const read = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
};
