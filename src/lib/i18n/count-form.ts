/** Numbers of people as a form holds them: one text for each group. */
import { releaseGroups } from '$lib/domain/care/vocabulary';
import type { ReleaseCounts } from '$lib/domain/release-counts';
import { noCounts } from '$lib/domain/release-counts';
import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import { westernDigits } from './fold';

export type CountTexts = Record<keyof ReleaseCounts, string>;
/** The groups whose text is no whole number from 0 to 10,000. */
export type CountError = { type: 'not_whole'; groups: (keyof ReleaseCounts)[] };

const most = 10_000;
/** As the app writes it: 1,200. */
const thousands = /(?<=^\d{1,2})[,٬](?=\d{3}$)/u;

export const textsOf = (counts: ReleaseCounts): CountTexts =>
  Object.fromEntries(
    releaseGroups.map((group) => [group, counts[group] === 0 ? '' : String(counts[group])]),
  ) as CountTexts;

/** An empty text counts nobody. */
export const parseCounts = (texts: CountTexts): Result<ReleaseCounts, CountError> => {
  const counts = { ...noCounts };
  const wrong: (keyof ReleaseCounts)[] = [];
  for (const group of releaseGroups) {
    const text = westernDigits(texts[group]).trim().replace(thousands, '');
    if (!/^\d{0,5}$/u.test(text) || Number(text) > most) wrong.push(group);
    else counts[group] = Number(text);
  }
  return wrong.length > 0 ? err({ type: 'not_whole', groups: wrong }) : ok(counts);
};
