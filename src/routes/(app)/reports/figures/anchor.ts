import type { FigurePlace } from '$lib/domain/reports/grades';
import type { Measure } from '$lib/domain/reports/vocabulary';

/** Where a question stands on the page of figures. */
export const questionAnchor = (
  { adm1Pcode, siteId, areaId }: FigurePlace,
  measure: Measure,
): string => ['q', adm1Pcode, siteId, areaId, measure].filter(Boolean).join('-');
