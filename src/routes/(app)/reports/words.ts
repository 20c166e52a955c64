/** Claims and leads in words. */
import { governorateOf } from '$lib/domain/governorates';
import type { Report } from '$lib/domain/report-rows';
import type { FigurePlace, Grade } from '$lib/domain/reports/grades';
import { isolated } from '$lib/i18n/isolated';
import { nameOf } from '$lib/i18n/names';
import { inNumbers } from '$lib/i18n/numbers';
import { credibilityWords, measureWords, reliabilityWords } from '$lib/i18n/report-labels';
import { m } from '$lib/paraglide/messages.js';
import type { OperationState } from '$lib/state/operation.svelte';
import { valueWords } from '../admin/valueWords';
import { placePath } from '../field/words';

/** The site with the room, else the governorate, else the whole operation. */
export const placeWords = (
  operation: OperationState,
  { siteId, areaId, adm1Pcode }: FigurePlace,
): string => {
  const place = placePath(operation, { site_id: siteId, area_id: areaId });
  if (place !== null) return place;
  const governorate = governorateOf(adm1Pcode);
  return governorate ? nameOf(governorate) : m.reports_place_whole();
};

export const placeOfReport = (report: Report): FigurePlace => ({
  siteId: report.site_id,
  areaId: report.area_id,
  adm1Pcode: report.adm1_pcode,
});

/** "3,500 or more", "200 to 900", "40". */
export const rangeWords = ({ from, to }: { from: number; to: number | null }): string => {
  if (to === null) return m.reports_figure_or_more({ count: inNumbers(from) });
  if (to === from) return inNumbers(from);
  return m.reports_figure_between({ from: inNumbers(from), to: inNumbers(to) });
};

/** "People freed: 3,500 or more"; null for a report without a figure. */
export const figureWords = ({ measure, figure_from, figure_to }: Report): string | null =>
  measure === null || figure_from === null
    ? null
    : m.reports_figure({
        measure: measureWords[measure](),
        figure: rangeWords({ from: figure_from, to: figure_to }),
      });

/** "Fairly reliable, possibly true", for whoever does not know the letters. */
export const gradeWords = ({ reliability, credibility }: Grade): string =>
  m.reports_grade_words({
    source: reliabilityWords[reliability](),
    said: credibilityWords[credibility](),
  });

/** The first words of a report, to name it by in a list. */
export const shortText = (text: string): string => {
  const words = text.trim().replaceAll(/\s+/gu, ' ');
  return words.length > 90 ? `${words.slice(0, 88)}…` : words;
};

/** The value of a field of a report, as it was or became. */
export const reportValueWords = (
  operation: OperationState,
  field: string,
  value: unknown,
): string => {
  if (value === null || value === undefined || value === '') return m.field_fact_none();
  if (field === 'superseded_by' && typeof value === 'string') {
    const better = operation.report(value);
    return better ? isolated(shortText(better.text)) : '-';
  }
  const zone = operation.operation.settings.time_zone;
  const words = valueWords(field, value, 'reports', operation, zone);
  return typeof value === 'string' && words === value ? isolated(value) : words;
};
