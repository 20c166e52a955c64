/** What a report is worth, and figures that contradict each other side by side. */
import {
  credibilities,
  reliabilities,
  type Credibility,
  type Measure,
  type Reliability,
  type ReportStatus,
} from './vocabulary.ts';

export interface Grade {
  reliability: Reliability;
  credibility: Credibility;
}

/**
 * "Cannot be judged" is no reproach: for the order of a list F stands between fairly and not usually
 * reliable, 6 between possible and doubtful.
 */
const reliabilityOrder: readonly Reliability[] = ['A', 'B', 'C', 'F', 'D', 'E'];
const credibilityOrder: readonly Credibility[] = ['1', '2', '3', '6', '4', '5'];

/** "B2", as it is written. */
export const gradeCode = ({ reliability, credibility }: Grade): string =>
  `${reliability}${credibility}`;

/** Reads a grade as it is written, in either case; null when it is none. */
export const parseGrade = (text: string): Grade | null => {
  const code = text.trim().toUpperCase();
  const reliability = reliabilities.find((letter) => letter === code.charAt(0));
  const credibility = credibilities.find((digit) => digit === code.slice(1));
  return reliability && credibility ? { reliability, credibility } : null;
};

/**
 * For sorting, the better graded first: by what is said, then by who says it, as a good source can
 * be wrong. The two are judged apart and make no number together.
 */
export const compareGrades = (one: Grade, other: Grade): number =>
  credibilityOrder.indexOf(one.credibility) - credibilityOrder.indexOf(other.credibility) ||
  reliabilityOrder.indexOf(one.reliability) - reliabilityOrder.indexOf(other.reliability);

/** What a figure is about; all null for the whole operation: another question than that of any part. */
export interface FigurePlace {
  /** The governorate, where no site is named. */
  adm1Pcode: string | null;
  siteId: string | null;
  /** Of the site: a figure of one wing does not compete with that of the prison. */
  areaId: string | null;
}

/** A report that names a figure. */
export interface Figure extends FigurePlace {
  id: string;
  measure: Measure;
  /** "More than 3,500" is from 3500 to null; an exact count has both ends the same. */
  from: number;
  to: number | null;
  status: ReportStatus;
  grade: Grade;
  /** ISO 8601 in UTC. */
  reportedAt: string;
}

export interface Question<F extends Figure = Figure> extends FigurePlace {
  measure: Measure;
  /** The figures that stand, the better graded first, then the newer. Never averaged, never summed. */
  standing: F[];
  /** Refuted and superseded, in the same order: to be seen, not to be counted with. */
  setAside: F[];
  /** From the lowest to the highest that stands; `to` is null where one has no upper end. */
  range: { from: number; to: number | null } | null;
  /** No one number fits all that stand. */
  disagree: boolean;
}

/** The reports that answer the same question side by side, in the order in which the questions come. */
export const competing = <F extends Figure>(figures: readonly F[]): Question<F>[] => {
  const questions = new Map<string, F[]>();
  for (const figure of figures) {
    const key = JSON.stringify([figure.adm1Pcode, figure.siteId, figure.areaId, figure.measure]);
    const asked = questions.get(key);
    if (asked) asked.push(figure);
    else questions.set(key, [figure]);
  }
  return Array.from(questions.values()).flatMap(questionOf);
};

const isSetAside = ({ status }: Figure): boolean => status === 'refuted' || status === 'superseded';

const questionOf = <F extends Figure>(figures: readonly F[]): Question<F>[] => {
  const [first] = figures;
  if (!first) return [];
  const inOrder = figures.toSorted(
    (a, b) =>
      compareGrades(a.grade, b.grade) ||
      Date.parse(b.reportedAt) - Date.parse(a.reportedAt) ||
      (a.id < b.id ? -1 : 1),
  );
  const standing = inOrder.filter((figure) => !isSetAside(figure));
  const { adm1Pcode, siteId, areaId, measure } = first;
  return [
    {
      adm1Pcode,
      siteId,
      areaId,
      measure,
      standing,
      setAside: inOrder.filter(isSetAside),
      range: rangeOf(standing),
      disagree: disagree(standing),
    },
  ];
};

const upper = ({ to }: Figure): number => to ?? Infinity;

const rangeOf = (standing: readonly Figure[]): Question['range'] => {
  if (standing.length === 0) return null;
  const to = Math.max(...standing.map(upper));
  return { from: Math.min(...standing.map(({ from }) => from)), to: to === Infinity ? null : to };
};

const disagree = (standing: readonly Figure[]): boolean =>
  standing.length > 0 &&
  Math.max(...standing.map(({ from }) => from)) > Math.min(...standing.map(upper));
