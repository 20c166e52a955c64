import { describe, expect, it } from 'vitest';
import { personRow, uuid } from '$lib/sync/testing/rows';
import { emptyPersonForm, newPersonPayload, personChangesOf, personFormOf } from './personForm';

const now = new Date('2024-12-08T12:00:00Z');
const nowhere = { siteId: null, areaId: null, taskId: null };
const person = personRow(uuid('a', 1), {
  given: 'خالد',
  sex: 'male',
  birth_year: 1990,
  languages: ['ar'],
  found_site_id: 'site',
  found_area_id: 'area',
});
const payload = (over: Partial<ReturnType<typeof emptyPersonForm>>) =>
  newPersonPayload({ ...emptyPersonForm(nowhere), ...over }, now);
const changes = (over: Partial<ReturnType<typeof emptyPersonForm>>, opened = person) =>
  personChangesOf(opened, { ...personFormOf(opened), ...over }, now);
const names = emptyPersonForm(nowhere).names;

describe('a new person', () => {
  it('of whom nothing is known is a record without fields', () => {
    expect(payload({})).toEqual({ ok: true, value: {} });
  });

  it('has what is known, with the names as typed but for the white space around them', () => {
    expect(
      payload({
        sex: 'female',
        place: { siteId: 's', areaId: 'a', taskId: 't' },
        names: { ...names, given: ' آمنة ', father: '  ' },
        birthYear: '١٩٩٠',
        languages: ['ar', 'kmr'],
      }),
    ).toEqual({
      ok: true,
      value: {
        sex: 'female',
        given: 'آمنة',
        found_site_id: 's',
        found_area_id: 'a',
        found_task_id: 't',
        birth_year: 1990,
        languages: ['ar', 'kmr'],
      },
    });
  });

  it('who said no to sharing has said it at a time; who was not asked has not', () => {
    expect(payload({ share: 'none' })).toEqual({
      ok: true,
      value: { share_consent: 'none', consent_at: now.toISOString() },
    });
  });

  it.each(['1899', '2025', '90', 'about 1990'])('was not born in %s', (birthYear) => {
    expect(payload({ birthYear })).toEqual({ ok: false, error: { type: 'year_not_possible' } });
  });

  it('has no name longer than the database keeps', () => {
    expect(payload({ names: { ...names, mother: 'م'.repeat(201) } })).toEqual({
      ok: false,
      error: { type: 'name_too_long', part: 'mother' },
    });
  });
});

describe('what else a person is called', () => {
  it('is what was added and what is still being typed', () => {
    expect(payload({ aliases: ['الدكتور'], aliasText: 'أبو علي، A-1042' })).toEqual({
      ok: true,
      value: { also_known_as: ['الدكتور', 'أبو علي', 'A-1042'] },
    });
    expect(changes({ aliasText: 'حمودي' })).toEqual({
      ok: true,
      value: { set: { also_known_as: ['حمودي'] }, base: { also_known_as: [] } },
    });
  });

  it('can all be taken away', () => {
    expect(changes({ aliases: [] }, { ...person, also_known_as: ['x'] })).toEqual({
      ok: true,
      value: { set: { also_known_as: [] }, base: { also_known_as: ['x'] } },
    });
  });
});

describe('the home', () => {
  it('is a governorate or not known, and one that no list here has stays', () => {
    expect(payload({ home: 'SY03' })).toEqual({ ok: true, value: { home_adm1_pcode: 'SY03' } });
    const elsewhere = { ...person, home_adm1_pcode: 'LB01' };
    expect(changes({}, elsewhere)).toEqual({ ok: true, value: null });
    expect(changes({ home: '' }, elsewhere)).toEqual({
      ok: true,
      value: { set: { home_adm1_pcode: null }, base: { home_adm1_pcode: 'LB01' } },
    });
  });
});

describe('the day until which a record is kept', () => {
  it('is counted from the day on the operation’s clock, and may be any day of ten years', () => {
    const lateEvening = new Date('2024-12-08T22:30:00Z');
    const form = emptyPersonForm(nowhere);
    form.keep.choice = 'one_year';
    expect(newPersonPayload(form, lateEvening, 'Asia/Damascus')).toEqual({
      ok: true,
      value: { expires_on: '2025-12-09' },
    });
    expect(payload({ keep: { choice: 'day', day: '2034-12-09' } })).toEqual({
      ok: false,
      error: { type: 'keep', fault: 'too_far' },
    });
    expect(payload({ keep: { choice: 'day', day: '' } })).toEqual({
      ok: false,
      error: { type: 'keep', fault: 'no_day' },
    });
  });

  it('that has passed hinders no other change, and is not set anew', () => {
    const past = { ...person, expires_on: '2024-01-01' };
    expect(changes({ birthYear: '' }, past)).toMatchObject({
      ok: true,
      value: { set: { birth_year: null } },
    });
    expect(changes({ keep: { choice: 'day', day: '2024-01-02' } }, past)).toEqual({
      ok: false,
      error: { type: 'keep', fault: 'past' },
    });
  });
});

describe('a change of a person', () => {
  it('is none when nothing was changed', () => {
    expect(changes({})).toEqual({ ok: true, value: null });
  });

  it('has only the fields that were changed, with what their author saw', () => {
    expect(changes({ names: { ...personFormOf(person).names, family: 'الخطيب' } })).toEqual({
      ok: true,
      value: { set: { family: 'الخطيب' }, base: { family: null } },
    });
    expect(changes({ birthYear: '' })).toEqual({
      ok: true,
      value: { set: { birth_year: null }, base: { birth_year: 1990 } },
    });
  });

  it('[N1] of the room alone sets the site with it', () => {
    expect(changes({ place: { siteId: 'site', areaId: null, taskId: null } })).toEqual({
      ok: true,
      value: {
        set: { found_site_id: 'site', found_area_id: null },
        base: { found_site_id: 'site', found_area_id: 'area' },
      },
    });
  });

  it('of the consent has the time of the answer, also when the answer is no', () => {
    const at = now.toISOString();
    expect(changes({ share: 'none' })).toEqual({
      ok: true,
      value: { set: { consent_at: at }, base: { consent_at: null } },
    });
    const agreed = { ...person, share_consent: 'family', consent_at: 'then' } as const;
    expect(changes({ share: 'family' }, agreed)).toEqual({ ok: true, value: null });
    expect(changes({ share: 'none' }, agreed)).toEqual({
      ok: true,
      value: {
        set: { share_consent: 'none', consent_at: at },
        base: { share_consent: 'family', consent_at: 'then' },
      },
    });
  });
});
