import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  compareGrades,
  competing,
  gradeCode,
  parseGrade,
  type Figure,
  type Grade,
} from './grades.ts';
import { reportTransitions } from './transitions.ts';
import { credibilities, measures, reliabilities, reportStatuses } from './vocabulary.ts';

const grade: fc.Arbitrary<Grade> = fc.record({
  reliability: fc.constantFrom(...reliabilities),
  credibility: fc.constantFrom(...credibilities),
});

describe('the status of a report', () => {
  const steps = reportStatuses.flatMap((from) =>
    reportStatuses
      .filter((to) => reportTransitions[from][to])
      .map((to) => [from, to, reportTransitions[from][to]?.needsReason] as const),
  );

  it('takes these steps', () => {
    expect(steps.map(([from, to]) => `${from} -> ${to}`)).toEqual([
      'unverified -> corroborated',
      'unverified -> disputed',
      'unverified -> refuted',
      'unverified -> superseded',
      'corroborated -> disputed',
      'corroborated -> refuted',
      'corroborated -> superseded',
      'disputed -> corroborated',
      'disputed -> refuted',
      'disputed -> superseded',
      'refuted -> unverified',
      'refuted -> disputed',
    ]);
  });

  it('never changes without a reason', () => {
    expect(steps.every(([, , needsReason]) => needsReason)).toBe(true);
  });
});

describe('a grade', () => {
  test('is read as it is written', () => {
    fc.assert(
      fc.property(grade, (one) => {
        expect(parseGrade(gradeCode(one))).toEqual(one);
        expect(parseGrade(` ${gradeCode(one).toLowerCase()} `)).toEqual(one);
      }),
    );
  });

  it.each(['', 'A', '2', 'G1', 'A7', 'A0', 'B22', '2B'])('is not %j', (text) => {
    expect(parseGrade(text)).toBeNull();
  });

  it('stands before another by what is said, then by who says it', () => {
    const inOrder = ['E1', 'A2', 'B2', 'F2', 'D2', 'A3', 'A6', 'A4', 'A5'];
    const grades = inOrder.toReversed().map((code) => parseGrade(code));
    const sorted = grades.filter((one) => one !== null).toSorted(compareGrades);
    expect(sorted.map(gradeCode)).toEqual(inOrder);
  });

  test('stands in one place only', () => {
    fc.assert(
      fc.property(grade, grade, (one, other) => {
        expect(Math.sign(compareGrades(one, other))).toBe(
          -Math.sign(compareGrades(other, one)) + 0,
        );
        expect(compareGrades(one, other) === 0).toBe(gradeCode(one) === gradeCode(other));
      }),
    );
  });
});

const figure = (
  id: string,
  from: number,
  to: number | null,
  over: Partial<Figure> = {},
): Figure => ({
  id,
  adm1Pcode: null,
  siteId: 'homs',
  areaId: null,
  measure: 'people_freed',
  from,
  to,
  status: 'unverified',
  grade: { reliability: 'F', credibility: '6' },
  reportedAt: '2024-12-07T20:00:00Z',
  ...over,
});

describe('competing figures', () => {
  const commander = figure('commander', 3500, null, {
    grade: { reliability: 'C', credibility: '3' },
  });
  const others = figure('others', 200, 900, { grade: { reliability: 'B', credibility: '2' } });

  it('stand side by side with their range, the better graded first, without a mean', () => {
    expect(competing([commander, others])).toEqual([
      {
        adm1Pcode: null,
        siteId: 'homs',
        areaId: null,
        measure: 'people_freed',
        standing: [others, commander],
        setAside: [],
        range: { from: 200, to: null },
        disagree: true,
      },
    ]);
  });

  it('are those of one place and one measure', () => {
    const questions = competing([
      commander,
      figure('elsewhere', 5, 5, { siteId: 'hama' }),
      figure('wing', 40, 40, { areaId: 'wing' }),
      figure('governorate', 900, 900, { siteId: null, adm1Pcode: 'SY04' }),
      figure('everywhere', 24_200, 24_200, { siteId: null }),
      figure('held', 10, 10, { measure: 'people_held' }),
      others,
    ]);
    expect(questions.map(({ standing }) => standing.map(({ id }) => id))).toEqual([
      ['others', 'commander'],
      ['elsewhere'],
      ['wing'],
      ['governorate'],
      ['everywhere'],
      ['held'],
    ]);
  });

  it('agree where one number fits all', () => {
    const [question] = competing([figure('a', 100, 300), figure('b', 250, null)]);
    expect(question?.disagree).toBe(false);
    const [apart] = competing([figure('a', 100, 249), figure('b', 250, null)]);
    expect(apart?.disagree).toBe(true);
  });

  it('that were refuted or superseded are seen, not counted with', () => {
    const refuted = figure('refuted', 100_000, null, { status: 'refuted' });
    const superseded = figure('superseded', 150, 150, { status: 'superseded' });
    const [question] = competing([refuted, superseded, others]);
    expect(question?.range).toEqual({ from: 200, to: 900 });
    expect(question?.disagree).toBe(false);
    expect(question?.setAside).toEqual([refuted, superseded]);
    expect(competing([refuted])[0]?.range).toBeNull();
  });

  it('of one grade come the newest first', () => {
    const newer = figure('newer', 1, 1, { reportedAt: '2024-12-08T01:00:00+03:00' });
    const newest = figure('newest', 1, 1, { reportedAt: '2024-12-07T22:30:00Z' });
    const [question] = competing([figure('older', 1, 1), newer, newest]);
    expect(question?.standing.map(({ id }) => id)).toEqual(['newest', 'newer', 'older']);
  });

  const anyFigure = fc
    .record({
      id: fc.uuid(),
      siteId: fc.constantFrom('a', 'b', null),
      measure: fc.constantFrom(...measures.slice(0, 2)),
      from: fc.nat({ max: 1000 }),
      span: fc.option(fc.nat({ max: 100 }), { nil: null }),
      status: fc.constantFrom(...reportStatuses),
      grade,
    })
    .map(({ span, ...rest }) =>
      figure(rest.id, rest.from, span === null ? null : rest.from + span, rest),
    );

  test('are all there, each once, and the range holds every one that stands', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyFigure, { selector: ({ id }) => id }), (figures) => {
        const questions = competing(figures);
        const shown = questions.flatMap(({ standing, setAside }) => [...standing, ...setAside]);
        expect(shown.map(({ id }) => id).sort()).toEqual(figures.map(({ id }) => id).sort());
        for (const { standing, range } of questions)
          for (const { from, to } of standing) {
            expect(from).toBeGreaterThanOrEqual(range?.from ?? Infinity);
            expect(to ?? Infinity).toBeLessThanOrEqual(range?.to ?? Infinity);
          }
      }),
    );
  });
});
