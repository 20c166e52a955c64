import type { Payloads } from '../../../src/lib/domain/mutations.ts';
import type { ReportStatus } from '../../../src/lib/domain/reports/vocabulary.ts';
import { areaId, demoId, siteId, taskId, type Act, type ActorKey } from './act.ts';

/** A claim or a lead of the demo, and what was found of it. */
interface DemoReport {
  key: string;
  at: number;
  by: ActorKey;
  said: Payloads['report.create'];
  judged?: { at: number; status: ReportStatus; reason: string };
}

const red = siteId('Saidnaya – Red Building');
const homs = siteId('Homs Central');

/** What was said in public in December 2024, in the words of an exercise (docs/demo.md). */
const claims: readonly DemoReport[] = [
  {
    key: 'saidnaya-hundred-thousand',
    at: -800,
    by: 'admin',
    said: {
      kind: 'claim',
      text: 'Over 100,000 detainees are visible on monitors behind electronic doors',
      measure: 'people_held',
      figure_from: 100_000,
      site_id: red,
      source: 'Damascus Countryside Governorate',
      reliability: 'D',
      credibility: '4',
    },
    judged: {
      at: -120,
      status: 'refuted',
      reason: 'Every level was searched and no hidden area was found',
    },
  },
  {
    key: 'saidnaya-nobody',
    at: -240,
    by: 'team1',
    said: {
      kind: 'claim',
      text: 'خرج آخر معتقل عند الساعة الحادية عشرة، ولم يبقَ أحد',
      measure: 'people_held',
      figure_from: 0,
      figure_to: 0,
      site_id: red,
      source: 'رابطة معتقلي ومفقودي سجن صيدنايا',
      reliability: 'B',
      credibility: '2',
    },
    judged: { at: -100, status: 'corroborated', reason: 'البحث غرفة غرفة لم يجد أحدًا' },
  },
  {
    key: 'saidnaya-freed',
    at: -230,
    by: 'team1',
    said: {
      kind: 'claim',
      text: 'About 2,000 were freed from Saidnaya',
      measure: 'people_freed',
      figure_from: 2000,
      figure_to: 2000,
      site_id: red,
      source: 'Association of detainees (ADMSP)',
      reliability: 'B',
      credibility: '2',
    },
  },
  {
    key: 'homs-commander',
    at: -610,
    by: 'team2',
    said: {
      kind: 'claim',
      text: 'أُخرج أكثر من 3,500 سجين',
      measure: 'people_freed',
      figure_from: 3500,
      site_id: homs,
      source: 'قائد ميداني',
      reliability: 'C',
      credibility: '3',
    },
  },
  {
    key: 'homs-others',
    at: -560,
    by: 'team4',
    said: {
      kind: 'claim',
      text: 'Hundreds came out, counted at two gates',
      measure: 'people_freed',
      figure_from: 300,
      figure_to: 900,
      site_id: homs,
      source: 'Two families at the gates',
      reliability: 'C',
      credibility: '2',
    },
  },
  {
    key: 'nationwide-network',
    at: -300,
    by: 'admin',
    said: {
      kind: 'claim',
      text: '24,200 were freed in the whole country',
      measure: 'people_freed',
      figure_from: 24_200,
      figure_to: 24_200,
      source: 'Syrian Network for Human Rights',
      reliability: 'B',
      credibility: '2',
    },
  },
  {
    key: 'nationwide-broadcaster',
    at: -280,
    by: 'admin',
    said: {
      kind: 'claim',
      text: '30,000 were freed in the whole country',
      measure: 'people_freed',
      figure_from: 30_000,
      figure_to: 30_000,
      source: 'A broadcaster',
      reliability: 'C',
      credibility: '3',
    },
  },
  {
    key: 'rescue-video',
    at: -190,
    by: 'team5',
    said: {
      kind: 'claim',
      text: 'A video shows people led out of a cell below the third level',
      adm1_pcode: 'SY03',
      source: 'Shared among families',
      reliability: 'E',
      credibility: '5',
    },
    judged: { at: -150, status: 'refuted', reason: 'The video is machine-made' },
  },
];

const leads: readonly DemoReport[] = [
  {
    key: 'lead-door',
    at: -95,
    by: 'team3',
    said: {
      kind: 'lead',
      text: 'باب إلكتروني خلف المخزن، ورمزه معروف',
      site_id: red,
      area_id: areaId('red/b1/b'),
      access_code: '0000 (example)',
      informant: 'A former guard, through team 3 alone',
      reliability: 'D',
      credibility: '3',
    },
  },
  {
    key: 'lead-vent',
    at: -60,
    by: 'team1',
    said: {
      kind: 'lead',
      text: 'Air comes out of a closed vent on the lower level',
      site_id: red,
      area_id: areaId('red/b1/b'),
      reliability: 'A',
      credibility: '2',
    },
  },
];

const reportId = (key: string): string => demoId(`report ${key}`);

const told = ({ key, at, by, said, judged }: DemoReport): Act[] => [
  { by, at, kind: 'report.create', entityId: reportId(key), payload: said },
  ...(judged
    ? [
        {
          by: 'admin',
          at: judged.at,
          kind: 'report.status',
          entityId: reportId(key),
          payload: { status: judged.status, from: 'unverified', reason: judged.reason },
        } satisfies Act,
      ]
    : []),
];

/** Two who judged the same claim, and did not hear of each other; a lead that a task follows. */
const afterwards: readonly Act[] = [
  {
    by: 'team2',
    at: -90,
    kind: 'report.status',
    entityId: reportId('homs-commander'),
    payload: { status: 'disputed', from: 'unverified', reason: 'عدّ آخرون مئات فقط' },
  },
  {
    by: 'team4',
    at: -80,
    kind: 'report.status',
    entityId: reportId('homs-commander'),
    payload: {
      status: 'corroborated',
      from: 'unverified',
      reason: 'A second commander says the same',
    },
  },
  {
    by: 'admin',
    at: -40,
    kind: 'report.task',
    entityId: reportId('lead-vent'),
    payload: { task_id: taskId('red-b1-b-release'), from_task_id: null },
  },
];

export const reportActs: readonly Act[] = [...[...claims, ...leads].flatMap(told), ...afterwards];
