import { expect, it } from 'vitest';
import { reportLike } from '../report.fixture';
import { questionAnchor } from './anchor';
import { questionsOf } from './questions';

it('contradictions come first, and a report without a figure answers nothing', () => {
  const at = (id: string, site_id: string, figure_from: number) =>
    reportLike({ id, site_id, measure: 'people_held', figure_from, figure_to: figure_from });
  const questions = questionsOf([
    at('agreed', 'quiet', 5),
    reportLike({ id: 'words' }),
    at('one', 'loud', 3500),
    at('two', 'loud', 300),
  ]);
  expect(questions.map(({ siteId, disagree }) => [siteId, disagree])).toEqual([
    ['loud', true],
    ['quiet', false],
  ]);
  expect(questions[0]?.range).toEqual({ from: 300, to: 3500 });
});

it('every question has an address of its own', () => {
  const anchors = [
    questionAnchor({ adm1Pcode: null, siteId: null, areaId: null }, 'people_held'),
    questionAnchor({ adm1Pcode: 'SY03', siteId: null, areaId: null }, 'people_held'),
    questionAnchor({ adm1Pcode: null, siteId: 's', areaId: null }, 'people_held'),
    questionAnchor({ adm1Pcode: null, siteId: 's', areaId: 'a' }, 'people_held'),
    questionAnchor({ adm1Pcode: null, siteId: null, areaId: null }, 'people_freed'),
  ];
  expect(new Set(anchors).size).toBe(anchors.length);
});
