/** What a team in the field records: tasks, teams, sites and areas, releases; and the operation itself. */
import { expect } from 'vitest';
import { makeTask, mutation, send, uuid } from '../fixture.ts';
import { ask, type Scenes } from './scene.ts';

export const fieldScenes: Scenes = {
  'task.create for the own team': {
    who: 'coordinatorA',
    steps: ({ teamA, area }) => [
      ask('task.create', uuid(), {
        kind: 'medical',
        title: 'Two wounded',
        details: '  ',
        team_id: teamA,
        area_id: area,
        priority: 'high',
        due_at: '2024-12-09T00:00:00Z',
        people_expected: 2,
      }),
    ],
  },
  'task.create by an admin, for a team and for nobody': {
    who: 'admin',
    steps: ({ teamB, site }) => [
      ask('task.create', uuid(), { kind: 'release', team_id: teamB, site_id: site }),
      ask('task.create', uuid(), { kind: 'search' }),
    ],
  },
  'task.update of texts and of the place': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const task = await makeTask(db, operation, {
        team_id: operation.teamA,
        area_id: operation.area,
      });
      return [
        ask('task.update', task, { set: { title: 'Lower level', priority: 'critical' } }),
        ask('task.update', task, { set: { title: 'Lower level', details: ' ' } }),
        ask('task.update', task, { set: { site_id: null } }),
        ask('task.update', task, { set: { area_id: operation.area } }),
      ];
    },
  },
  'task.status through a whole life': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      return [
        ask('task.status', task, { status: 'en_route' }),
        ask('task.status', task, { status: 'blocked', reason: 'The road is closed' }),
        ask('task.status', task, { status: 'in_progress', reason: ' ' }),
        ask('task.status', task, { status: 'in_progress' }),
        ask('task.status', task, { status: 'done' }),
      ];
    },
  },
  'task.claim of a task that nobody holds': {
    who: 'coordinatorA',
    steps: async (operation, db) => [ask('task.claim', await makeTask(db, operation), {})],
  },
  'task.hand_over to another team, and giving back': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const held = { team_id: operation.teamA };
      return [
        ask('task.hand_over', await makeTask(db, operation, held), {
          team_id: operation.teamB,
          note: 'They are nearer',
        }),
        ask('task.hand_over', await makeTask(db, operation, held), { team_id: null }),
      ];
    },
  },
  'task.hand_over by an admin assigns': {
    who: 'admin',
    steps: async (operation, db) => [
      ask('task.hand_over', await makeTask(db, operation), { team_id: operation.teamB }),
    ],
  },
  'task.comment, with a call for help': {
    who: 'coordinatorA',
    steps: async (operation, db) => [
      ask('task.comment', await makeTask(db, operation), { body: 'We hear knocking', help: true }),
    ],
  },
  'task.status that decides a conflict': {
    who: 'admin',
    steps: async (operation, db) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      const late = mutation(operation.id, 'task.status', task, {
        status: 'en_route',
        from: 'open',
      });
      const now = (status: 'in_progress' | 'done', from: 'open' | 'in_progress') =>
        mutation(operation.id, 'task.status', task, { status, from });
      await send(db, operation.admin, now('in_progress', 'open'));
      const answer = await send(db, operation.coordinatorA, late);
      expect(answer.outcome).toBe('conflict');
      return [ask('task.status', task, { status: 'done', resolves: [late.id] })];
    },
  },
  'task.update that keeps things as they are decides a conflict': {
    who: 'admin',
    steps: async (operation, db) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      const late = mutation(operation.id, 'task.status', task, {
        status: 'en_route',
        from: 'done',
      });
      expect((await send(db, operation.coordinatorA, late)).outcome).toBe('conflict');
      return [ask('task.update', task, { set: {}, resolves: [late.id] })];
    },
  },
  'team.status': {
    who: 'coordinatorA',
    steps: ({ teamA }) => [ask('team.status', teamA, { status: 'on_site' })],
  },
  'team.checkin with a position, at a site, and out again': {
    who: 'coordinatorA',
    steps: ({ teamA, site }) => [
      ask('team.checkin', teamA, {
        checkin_id: uuid(),
        lat: 33.513,
        lon: 36.292,
        accuracy_m: 12,
        note: 'Going in by the north gate',
        expected_back_at: '2024-12-08T14:00:00Z',
        status: 'on_site',
      }),
      ask('team.checkin', teamA, { checkin_id: uuid(), site_id: site }),
    ],
  },
  'team.create and team.update': {
    who: 'admin',
    steps: ({ teamA, teamB }) => [
      ask('team.create', uuid(), { code: 'C', name_en: 'Team C', specialty: 'dog_unit' }),
      ask('team.update', teamA, { set: { name_en: 'Team A1', specialty: 'logistics' } }),
      ask('team.update', teamB, { set: { deleted: true } }),
    ],
  },
  'site.create and site.update': {
    who: 'admin',
    steps: ({ site }) => [
      ask('site.create', uuid(), {
        code: 'H',
        name_en: 'Hospital',
        kind: 'hospital',
        beds_total: 40,
        aliases: ['The white one'],
      }),
      ask('site.update', site, { set: { status: 'searching', access_notes: 'By the east road' } }),
      ask('site.update', site, { set: { status: 'searching' } }),
      ask('site.update', site, { set: { beds_free: 3, lat: 33.7 } }),
    ],
  },
  'area.create, area.update and area.search': {
    who: 'admin',
    steps: ({ site, area, teamA }) => [
      ask('area.create', uuid(), {
        site_id: site,
        level: 'room',
        name_en: 'Room 2',
        parent_id: area,
      }),
      ask('area.update', area, { set: { access: 'concealed', note: 'Behind a cupboard' } }),
      ask('area.search', area, {
        search_id: uuid(),
        method: 'dog',
        result: 'nothing_found',
        team_id: teamA,
        searched_at: '2024-12-08T10:30:00Z',
      }),
    ],
  },
  'area.create and area.search by whoever is there': {
    who: 'coordinatorA',
    steps: ({ site, area }) => {
      const found = uuid();
      return [
        ask('area.create', found, {
          site_id: site,
          level: 'room',
          name_en: 'Room 3',
          name_ar: 'غرفة ٣',
          parent_id: area,
        }),
        ask('area.search', found, { search_id: uuid(), method: 'breach', result: 'people_found' }),
      ];
    },
  },
  'release.record at the door, kept together, and corrected': {
    who: 'coordinatorA',
    steps: async (operation, db) => {
      const task = await makeTask(db, operation, { team_id: operation.teamA });
      const [counted, elsewhere, corrected] = [uuid(), uuid(), uuid()];
      return [
        ask('release.record', counted, {
          women: 1,
          girls: 1,
          together: true,
          area_id: operation.area,
          task_id: task,
          note: ' ',
        }),
        ask('release.record', elsewhere, { men: 300 }),
        ask('release.record', corrected, { men: -40, unknown: 2, corrects: elsewhere }),
        ask('release.record', uuid(), { girls: -1, boys: 1, corrects: counted, note: 'A boy' }),
        ask('release.record', uuid(), { men: 1, corrects: corrected }),
      ];
    },
  },
  'operation.update': {
    who: 'admin',
    steps: ({ id }) => [
      ask('operation.update', id, {
        set: { name_en: 'After the storm', settings: { checkin_grace_minutes: 10 } },
      }),
    ],
  },
  'record.discard': {
    who: 'coordinatorA',
    steps: ({ area }) => {
      const record = uuid();
      return [
        ask('record.discard', record, {
          record_id: record,
          kind: 'area.update',
          entity_id: area,
          payload: { set: { access: 'open' } },
          reason: 'Written for another room',
          state: 'refused',
        }),
      ];
    },
  },
};
