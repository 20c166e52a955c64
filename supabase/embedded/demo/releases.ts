import type { Payloads } from '../../../src/lib/domain/mutations.ts';
import { areaId, demoId, taskId, type Act, type TeamKey } from './act.ts';

/** People counted at a door. */
interface Count {
  at: number;
  by: TeamKey;
  /** Its path. */
  area: string;
  task?: string;
  counts: Partial<Record<'women' | 'men' | 'girls' | 'boys' | 'unknown', number>>;
  together?: boolean;
  note?: string;
  /** The key of the count that it corrects. */
  corrects?: string;
  key: string;
}

const ground = { by: 'team1', task: 'red-g-release' } as const;
const lower = { by: 'team1', task: 'red-b1-b-release' } as const;
const white = { by: 'team1', task: 'white-release', area: 'white/f1' } as const;

const counts: readonly Count[] = [
  { key: 'g-a-1', at: -856, area: 'red/g/a', ...ground, counts: { men: 61 } },
  { key: 'g-a-2', at: -849, area: 'red/g/a', ...ground, counts: { men: 38, unknown: 4 } },
  { key: 'g-b-1', at: -838, area: 'red/g/b', ...ground, counts: { men: 74 } },
  {
    key: 'g-b-2',
    at: -812,
    area: 'red/g/b',
    ...ground,
    counts: { men: -3 },
    corrects: 'g-b-1',
    note: 'عُدّ ثلاثة مرتين عند البوابة.',
  },
  { key: 'g-c-4', at: -810, area: 'red/g/c/4', by: 'team3', counts: { men: 2 } },
  {
    key: 'f1-a-2',
    at: -788,
    area: 'red/f1/a/2',
    by: 'team1',
    counts: { women: 1, boys: 1 },
    together: true,
    note: 'A mother and her small son. أم وابنها الصغير.',
  },
  { key: 'f1-w', at: -660, ...white, counts: { women: 31, girls: 3, boys: 2 } },
  { key: 'f1-m', at: -640, ...white, counts: { women: 14, unknown: 2 } },
  {
    key: 'f1-mg',
    at: -632,
    ...white,
    counts: { women: 1, girls: 1 },
    together: true,
  },
  { key: 'b1-a-2', at: -432, area: 'red/b1/a/2', by: 'team2', counts: { men: 11 } },
  { key: 'b1-b-1', at: -330, area: 'red/b1/b', ...lower, counts: { men: 9 } },
  { key: 'b1-b-2', at: -255, area: 'red/b1/b', ...lower, counts: { men: 6, unknown: 1 } },
  { key: 'b1-b-3', at: -182, area: 'red/b1/b', ...lower, counts: { men: 2 } },
];

const releaseId = (key: string): string => demoId(`release ${key}`);

export const releaseActs: readonly Act[] = counts.map((count): Act => {
  const { key, at, by, area, task, counts: people, together, note, corrects } = count;
  const payload: Payloads['release.record'] = {
    ...people,
    ...(corrects
      ? { corrects: releaseId(corrects) }
      : { area_id: areaId(area), task_id: task ? taskId(task) : null }),
    ...(together ? { together } : {}),
    ...(note ? { note } : {}),
  };
  return { by, at, kind: 'release.record', entityId: releaseId(key), payload };
});
