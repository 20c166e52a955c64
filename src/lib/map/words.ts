/** Figures and whole marks in words, in the reader's language. */
import { searchedShare, type Coverage } from '$lib/domain/coverage';
import { ageInWords } from '$lib/i18n/dates';
import { siteKindWords, siteStatusWords, specialtyWords, teamStatusWords } from '$lib/i18n/labels';
import { nameOf } from '$lib/i18n/names';
import { inNumbers, intlLocale } from '$lib/i18n/numbers';
import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { Placed } from './clusters.ts';
import type { SiteOnMap, TeamOnMap } from './features.ts';

const units = new Map<string, Intl.NumberFormat>();

const inUnit = (amount: number, unit: string, unitDisplay: 'narrow' | 'short'): string => {
  const locale = intlLocale();
  const key = `${locale} ${unit} ${unitDisplay}`;
  const known =
    units.get(key) ??
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay,
      maximumFractionDigits: 1,
    });
  units.set(key, known);
  return known.format(amount);
};

/** Metres in the unit that people would say: "150 m", "5 km". */
export const distanceInWords = (metres: number): string =>
  metres < 1000 ? inUnit(metres, 'meter', 'short') : inUnit(metres / 1000, 'kilometer', 'short');

/** An age where there is room for three letters: "5m", "2h", "3d". */
export const shortAge = (ms: number): string => {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  if (minutes < 60) return inUnit(minutes, 'minute', 'narrow');
  if (minutes < 48 * 60) return inUnit(Math.floor(minutes / 60), 'hour', 'narrow');
  return inUnit(Math.floor(minutes / 1440), 'day', 'narrow');
};

/** "12 of 40 rooms searched". */
export const coverageInWords = (coverage: Coverage): string =>
  searchedShare(coverage) === null
    ? m.map_coverage_none()
    : m.map_coverage({
        done: inNumbers(coverage.byState.searched + coverage.byState.cleared),
        total: inNumbers(coverage.total),
      });

/** What a site needs: its open tasks, the critical among them, its conflicts. */
export const workInWords = (entry: SiteOnMap): string =>
  [
    m.map_open_tasks({ count: entry.openTasks }),
    entry.criticalTasks > 0 && m.map_critical_tasks({ count: entry.criticalTasks }),
    entry.toReview > 0 && m.map_to_review({ count: entry.toReview }),
  ]
    .filter(Boolean)
    .join(separator());

/** When a team was last heard of. */
export const heardInWords = (entry: TeamOnMap, nowMs: number): string =>
  entry.at === null
    ? m.map_team_never()
    : m.map_team_heard({ age: ageInWords(nowMs - Date.parse(entry.at)) });

/**
 * The words of a mark with the number that it shows: Arabic says "two sites" without a digit, and
 * whoever speaks to the screen says what is seen. Digits inside a name or a longer number do not count.
 */
export const withNumber = (count: number, words: string): string => {
  const number = inNumbers(count);
  const isSaid = words.split(/[^\p{L}\p{N}]+/u).includes(number);
  return count === 0 || isSaid ? words : [number, words].join(separator());
};

/** The mark of a site, or of several, in words. */
export const siteMarkWords = (placed: Placed<SiteOnMap>): string => {
  if (placed.kind === 'many') {
    const words = [m.map_several_sites({ count: placed.count })];
    if (placed.attention > 0) words.push(m.map_need_attention({ count: placed.attention }));
    return withNumber(placed.count, words.join(separator()));
  }
  const { entry } = placed;
  const { site } = entry;
  const words = [
    nameOf(site),
    siteKindWords[site.kind](),
    siteStatusWords[site.status](),
    workInWords(entry),
    coverageInWords(entry.coverage),
    entry.withinM !== null && m.map_position_within({ distance: distanceInWords(entry.withinM) }),
  ]
    .filter(Boolean)
    .join(separator());
  return withNumber(entry.openTasks, words);
};

/** The mark of a team, or of several, in words. */
export const teamMarkWords = (placed: Placed<TeamOnMap>, nowMs: number): string => {
  if (placed.kind === 'many') {
    return withNumber(placed.count, m.map_several_teams({ count: placed.count }));
  }
  const { entry } = placed;
  return [
    // What the mark itself shows comes first: whoever speaks to the screen says it.
    [entry.team.code, entry.at !== null && shortAge(nowMs - Date.parse(entry.at))]
      .filter(Boolean)
      .join(' '),
    nameOf(entry.team),
    specialtyWords[entry.team.specialty](),
    teamStatusWords[entry.team.status](),
    entry.overdue && m.map_team_overdue(),
    heardInWords(entry, nowMs),
    !entry.exact && m.map_team_rounded(),
  ]
    .filter(Boolean)
    .join(separator());
};

const separator = () => (getLocale() === 'ar' ? '، ' : ', ');
