import { describe, expect, test } from 'vitest';
import type { MutationKind, Payloads } from '../domain/mutations.ts';
import { composeAgain, composeMutation } from './compose.ts';
import { unsentVersion } from './layer.ts';
import { newRecord } from './outbox.ts';
import { Replica } from './replica.ts';
import { noRows } from './store.ts';
import {
  areaRow,
  author,
  operationId,
  personRow,
  taskRow,
  teamA,
  teamB,
  uuid,
} from './testing/rows.ts';

const task = uuid('7', 1);
const area = uuid('6', 1);
const person = uuid('9', 1);
const other = uuid('9', 2);
const rows = (change = {}) =>
  new Replica(
    {
      rows: {
        ...noRows(),
        tasks: [taskRow(task, { version: 5, status: 'en_route', title: 'Gate', ...change })],
        site_areas: [areaRow(area)],
        people: [personRow(person, { version: 3, given: 'خالد', merged_into: other })],
      },
      outbox: [],
      cursor: null,
    },
    author,
  );

const compose = <K extends MutationKind>(
  kind: K,
  entityId: string,
  payload: Payloads[K],
  from = rows(),
) =>
  composeMutation({ id: uuid('f'), operationId, kind, entityId, payload, nowMs: 0 }, from, author);

describe('what the author saw', () => {
  test('[C2] is the status, and the version of the row', () => {
    expect(compose('task.status', task, { status: 'in_progress' })).toMatchObject({
      base_version: 5,
      payload: { status: 'in_progress', from: 'en_route' },
      device_at: '1970-01-01T00:00:00.000Z',
    });
  });

  test('[G3] is the newest version of all records of a person who is photographed', () => {
    const photo = { sha256: 'ab', size_bytes: 1, taken_at: '', consent_by: 'person' } as const;
    const seenOn = (versions: [number, number]) => {
      const people = [
        personRow(person, { version: versions[0], merged_into: other }),
        personRow(other, { version: versions[1] }),
        personRow(uuid('9', 3), { version: 8 }),
      ];
      const phone = new Replica(
        { rows: { ...noRows(), people }, outbox: [], cursor: null },
        author,
      );
      const said = { ...photo, person_id: other };
      return compose('photo.record', uuid('5'), said, phone).payload;
    };
    expect(seenOn([5, 4])).toMatchObject({ person_version: 5 });
    expect(seenOn([5, unsentVersion])).toMatchObject({ person_version: 5 });
    expect(seenOn([unsentVersion, unsentVersion])).toMatchObject({ person_version: null });
  });

  test('[C3] is who held the task, nobody included', () => {
    expect(compose('task.claim', task, {}, rows({ team_id: null })).payload).toEqual({
      team_id: teamA,
      from_team_id: null,
    });
    expect(compose('task.hand_over', task, { team_id: teamB }).payload).toEqual({
      team_id: teamB,
      from_team_id: teamA,
    });
  });

  test('[C4] is the value of every field that is set, and only of those', () => {
    expect(compose('task.update', task, { set: { title: 'North gate' } }).payload).toEqual({
      set: { title: 'North gate' },
      base: { title: 'Gate' },
    });
    expect(compose('area.update', area, { set: { deleted: true } }).payload).toMatchObject({
      base: { deleted: false },
    });
  });

  test('[N1] is all that a change of a person sets, also what was not known', () => {
    const set = { given: 'وليد', mother: 'فاطمة' };
    expect(compose('person.update', person, { set })).toMatchObject({
      base_version: 3,
      payload: { set, base: { given: 'خالد', mother: null } },
    });
  });

  test('[N2] is the record that stood for a person when it is to stand for itself again', () => {
    expect(compose('person.unmerge', person, { reason: 'Two cousins' }).payload).toEqual({
      reason: 'Two cousins',
      from: other,
    });
  });

  test('what the caller names stands: a form that was open for an hour saw older values', () => {
    expect(
      compose('task.update', task, { set: { title: 'North gate' }, base: { title: 'Old' } })
        .payload,
    ).toMatchObject({ base: { title: 'Old' } });
    expect(compose('task.status', task, { status: 'done', from: 'open' }).payload).toMatchObject({
      from: 'open',
    });
  });

  test('a row that only this phone has was seen in no version', () => {
    const unsent = rows({ version: unsentVersion });
    expect(compose('task.comment', task, { body: 'noted' }, unsent).base_version).toBeNull();
  });
});

describe('asking again', () => {
  test('[C6] after a conflict decides it, and is measured at what stands now', () => {
    const first = compose('task.status', task, { status: 'in_progress', from: 'open' });
    const record = { ...newRecord(first), seq: 1, state: 'conflict' as const };
    expect(composeAgain(record, uuid('f', 2), 0, rows(), author)).toMatchObject({
      id: uuid('f', 2),
      payload: { status: 'in_progress', from: 'en_route', resolves: [first.id] },
    });
  });

  test('[N1] after a conflict on a person decides it too', () => {
    const set = { given: 'وليد' };
    const first = compose('person.update', person, { set, base: { given: 'خليل' } });
    const record = { ...newRecord(first), seq: 1, state: 'conflict' as const };
    expect(composeAgain(record, uuid('f', 2), 0, rows(), author).payload).toEqual({
      set,
      base: { given: 'خالد' },
      resolves: [first.id],
    });
  });

  test('[W4] after a refusal is the same wish under another id', () => {
    const first = compose('task.comment', task, { body: 'noted' });
    const record = { ...newRecord(first), seq: 1, state: 'refused' as const };
    expect(composeAgain(record, uuid('f', 2), 0, rows(), author)).toEqual({
      ...first,
      id: uuid('f', 2),
    });
  });
});

describe('texts', () => {
  test('[K6] lose what no database text can hold, and nothing else, however deep', () => {
    const letters = 'a\u0000b\uD800c';
    expect(compose('task.comment', task, { body: `${letters} 🚑 سجن` }).payload).toEqual({
      body: 'a\uFFFDb\uFFFDc 🚑 سجن',
    });
    expect(compose('task.update', task, { set: { title: letters } }).payload).toMatchObject({
      set: { title: 'a\uFFFDb\uFFFDc' },
    });
  });
});
