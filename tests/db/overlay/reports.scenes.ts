/** Claims and leads. */
import { expect } from 'vitest';
import { apply, makeReport, mutation, uuid } from '../fixture.ts';
import { ask, type Scenes } from './scene.ts';

export const reportsScenes: Scenes = {
  'report.create of a claim with its figure, and of a lead with its code': {
    who: 'coordinatorA',
    steps: ({ site, area }) => [
      ask('report.create', uuid(), {
        kind: 'claim',
        text: 'More than 3,500 freed',
        measure: 'people_freed',
        figure_from: 3500,
        source: ' ',
        adm1_pcode: 'SY04',
        reliability: 'C',
        credibility: '3',
        link: 'https://example.org/1',
      }),
      ask('report.create', uuid(), {
        kind: 'lead',
        text: 'A door behind the shelf',
        site_id: site,
        area_id: area,
        access_code: '1207',
        informant: 'A former guard',
      }),
    ],
  },
  'report.update of the place, the figure and the words, and taking away': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const lead = await makeReport(db, operation, { kind: 'lead' });
      const nowhere = { site_id: null, area_id: null, adm1_pcode: null };
      return [
        ask('report.update', lead, { set: { ...nowhere, area_id: operation.area } }),
        ask('report.update', lead, {
          set: { ...nowhere, adm1_pcode: 'SY03' },
          reason: 'Not there',
        }),
        ask('report.update', lead, {
          set: { text: 'Another door', access_code: '99', source: ' ' },
        }),
        ask('report.update', lead, { set: { access_code: '99' } }),
        ask('report.update', lead, {
          set: { measure: 'people_held', figure_from: 3, figure_to: 3 },
        }),
        ask('report.update', await makeReport(db, operation), { set: { deleted: true } }),
      ];
    },
  },
  'report.grade, report.status and report.assign, there and back': {
    who: 'admin',
    steps: async (operation, db) => {
      const [claim, better] = [await makeReport(db, operation), await makeReport(db, operation)];
      return [
        ask('report.grade', claim, { reliability: 'B', credibility: '2', reason: 'Seen by two' }),
        ask('report.grade', claim, { reliability: 'B', credibility: '2' }),
        ask('report.status', claim, { status: 'refuted', reason: 'Nobody was there' }),
        ask('report.status', claim, { status: 'unverified', reason: 'The wrong building' }),
        ask('report.assign', claim, { assigned_team_id: operation.teamB }),
        ask('report.assign', claim, { assigned_team_id: null, reason: ' ' }),
        ask('report.status', claim, {
          status: 'superseded',
          superseded_by: better,
          reason: 'Counted since',
        }),
      ];
    },
  },
  'report.task with the task made in the same breath': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const [lead, task] = [await makeReport(db, operation, { kind: 'lead' }), uuid()];
      return [
        ask('task.create', task, { kind: 'search', team_id: operation.teamA }),
        ask('report.task', lead, { task_id: task }),
        ask('report.task', lead, { task_id: null }),
      ];
    },
  },
  'report.status and report.update that decide conflicts': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const claim = await makeReport(db, operation);
      const late = [
        mutation(operation.id, 'report.status', claim, {
          status: 'disputed',
          from: 'corroborated',
          reason: 'Heard otherwise',
        }),
        mutation(operation.id, 'report.update', claim, {
          set: { text: 'Other words' },
          base: { text: 'Words that never stood there' },
        }),
      ] as const;
      const answers = await apply(db, operation.admin, late);
      expect(answers.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
      return [
        ask('report.status', claim, { status: 'unverified', resolves: [late[0].id] }),
        ask('report.update', claim, { set: {}, resolves: [late[1].id] }),
      ];
    },
  },
};
