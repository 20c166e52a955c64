import { describe, expect, it } from 'vitest';
import { aTask } from './task.fixture.ts';
import { changesOf, emptyForm, formOf, parseForm } from './taskForm.ts';

describe('the task form', () => {
  it("reads and shows a due time on the operation's clock", () => {
    const task = aTask({ due_at: '2024-12-08T11:00:00.000Z' });
    const form = formOf(task, 'Asia/Damascus');
    expect(form.due).toBe('2024-12-08T14:00');
    expect(parseForm({ ...form, due: '2024-12-08T15:00' }, 'Asia/Damascus')).toMatchObject({
      value: { due_at: '2024-12-08T12:00:00.000Z' },
    });
  });

  it('sends only what was changed, with what the author saw there', () => {
    const task = aTask({ title: 'Gate', details: 'North side', priority: 'normal' });
    const form = { ...formOf(task), title: 'Main gate', details: ' ' };
    expect(changesOf(task, form)).toEqual({
      ok: true,
      value: {
        set: { title: 'Main gate', details: null },
        base: { title: 'Gate', details: 'North side' },
      },
    });
  });

  it('sends nothing when nothing was changed, not even a due time with seconds', () => {
    const task = aTask({ title: 'Gate', due_at: '2024-12-08T10:30:45.123Z', people_expected: 4 });
    expect(changesOf(task, formOf(task))).toEqual({ ok: true, value: null });
  });

  it('keeps the exact due time that the author saw as the base', () => {
    const task = aTask({ due_at: '2024-12-08T10:30:45.123Z' });
    expect(changesOf(task, { ...formOf(task), due: '' })).toEqual({
      ok: true,
      value: { set: { due_at: null }, base: { due_at: '2024-12-08T10:30:45.123Z' } },
    });
  });

  it('reads a number of people in Arabic digits, and tells what is no number', () => {
    const form = emptyForm(null, 'release');
    expect(parseForm({ ...form, people: '٤٢' })).toMatchObject({ value: { people_expected: 42 } });
    for (const people of ['many', '-1', '2.5', '1234567']) {
      expect(parseForm({ ...form, people })).toEqual({
        ok: false,
        error: { type: 'people_not_a_number' },
      });
    }
  });

  it('drops an area when its site was taken away', () => {
    const form = { ...emptyForm(null, 'search'), areaId: 'area' };
    expect(parseForm(form)).toMatchObject({ value: { site_id: null, area_id: null } });
  });

  it('tells a due time that is none', () => {
    expect(parseForm({ ...emptyForm(null, 'search'), due: 'soon' })).toEqual({
      ok: false,
      error: { type: 'due_not_a_time' },
    });
  });
});
