import { expect, it } from 'vitest';
import { aTeam } from '../rows.fixture.ts';
import { emptyTeam, parseTeam, teamChanges, teamFormOf } from './teamForm.ts';

const none = new Set<string>();

it('a team needs a code that no other team has, and a name', () => {
  expect(parseTeam(emptyTeam(), none)).toMatchObject({
    error: { code: 'missing', name: 'missing' },
  });
  const form = { ...emptyTeam(), code: ' WH-1 ', nameAr: 'الفريق 1' };
  expect(parseTeam(form, new Set(['WH-1']))).toMatchObject({ error: { code: 'taken' } });
  expect(parseTeam(form, none)).toMatchObject({
    value: { code: 'WH-1', name_en: 'الفريق 1', organisation_id: null },
  });
});

it('a change of a team names the changed fields alone, with what its author saw', () => {
  const opened = aTeam();
  expect(teamChanges(opened, teamFormOf(opened), none)).toEqual({ ok: true, value: null });
  expect(teamChanges(opened, { ...teamFormOf(opened), specialty: 'dog_unit' }, none)).toEqual({
    ok: true,
    value: { set: { specialty: 'dog_unit' }, base: { specialty: 'search_and_rescue' } },
  });
});
