/** The figures that are reported, by what they answer. */
import type { Report } from '$lib/domain/report-rows';
import { competing, type Figure, type Question } from '$lib/domain/reports/grades';
import { placeOfReport } from '../words';

export interface ReportedFigure extends Figure {
  report: Report;
}

/** Those that contradict each other first, then those that most reports are about. */
export const questionsOf = (reports: readonly Report[]): Question<ReportedFigure>[] =>
  competing(reports.flatMap(figureOf)).toSorted(
    (a, b) =>
      Number(b.disagree) - Number(a.disagree) ||
      b.standing.length - a.standing.length ||
      b.setAside.length - a.setAside.length,
  );

const figureOf = (report: Report): ReportedFigure[] => {
  const { id, measure, figure_from, figure_to, status, reported_at } = report;
  if (measure === null || figure_from === null) return [];
  const { reliability, credibility } = report;
  return [
    {
      id,
      report,
      ...placeOfReport(report),
      measure,
      from: figure_from,
      to: figure_to,
      status,
      grade: { reliability, credibility },
      reportedAt: reported_at,
    },
  ];
};
