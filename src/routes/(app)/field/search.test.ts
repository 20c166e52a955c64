import { expect, it, vi } from 'vitest';
import { TaskSearch, wantedWords } from './search.ts';
import { aTask } from './task.fixture.ts';

const prison = { code: 'S-1', name_en: 'Saidnaya', name_ar: 'سجن صيدنايا', aliases: ['Red'] };
const team = { code: 'SAR-3', name_en: 'Team 3', name_ar: 'الفريق ٣' };
const around = {
  site: (id: string | null) => (id === 'prison' ? prison : undefined),
  area: () => undefined,
  team: (id: string | null) => (id === 'team' ? team : undefined),
};
const cell = aTask({
  id: 'cell',
  code: 'T-4F2A',
  title: 'Open the cell doors',
  site_id: 'prison',
  team_id: 'team',
});
const gate = aTask({ id: 'gate', title: 'Open the gate' });

const search = async (
  text: string,
  tasks = [cell, gate],
  signal = new AbortController().signal,
) => {
  const found = await new TaskSearch(around).find(
    tasks,
    wantedWords(text),
    () => Promise.resolve(),
    signal,
  );
  return found && [...found];
};

it('finds a task by all the words typed, in its own texts and in the names around it', async () => {
  expect(await search('open DOORS')).toEqual(['cell']);
  expect(await search('4f2a')).toEqual(['cell']);
  expect(await search('صيدنايا')).toEqual(['cell']);
  expect(await search('red sar-3 cell')).toEqual(['cell']);
  expect(await search('open')).toEqual(['cell', 'gate']);
  expect(await search('doors gate')).toEqual([]);
});

it('finds what a row says now, not what it said before', () => {
  const finder = new TaskSearch(around);
  const has = (task: typeof cell) => finder.has(task, ['doors']);
  expect([has(cell), has({ ...cell, title: 'Open the cell' })]).toEqual([true, false]);
});

it('reads the texts of a row once, however often it is searched', () => {
  const finder = new TaskSearch(around);
  const title = vi.fn(() => 'Open the gate');
  const task = { ...gate };
  Object.defineProperty(task, 'title', { get: title });
  for (const word of ['open', 'gate', 'door']) finder.has(task, [word]);
  expect(title).toHaveBeenCalledTimes(1);
});

it('stops in the middle of thousands when other words are typed', async () => {
  const ended = new AbortController();
  const many = Array.from({ length: 5_000 }, (_, n) => aTask({ id: String(n) }));
  const finder = new TaskSearch(around);
  const has = vi.spyOn(finder, 'has');
  const pause = vi.fn(() => {
    ended.abort();
    return Promise.resolve();
  });
  expect(await finder.find(many, ['open'], pause, ended.signal)).toBeNull();
  expect(has.mock.calls.length).toBeLessThan(500);
});
