import type { PersonFields } from '../../../src/lib/domain/mutations.ts';
import { areaId, demoId, siteId, type Act, type ActorKey } from './act.ts';

/** A record of the demo. Its names are words for example, light and day: nobody's. */
interface DemoPerson {
  key: string;
  at: number;
  by: ActorKey;
  site: string;
  /** Its path. */
  area?: string;
  known?: Partial<Omit<PersonFields, 'group_id'>>;
  /** Those of the same group must stay together. */
  group?: string;
}

const red = 'Saidnaya – Red Building';
const white = 'Saidnaya – White Building';
const reception = 'Reception centre, At-Tall';
const man = { sex: 'male', age_group: 'adult' } as const;
const woman = { sex: 'female', age_group: 'adult' } as const;

const people: readonly DemoPerson[] = [
  {
    key: 'g-a-unnamed',
    at: -848,
    by: 'team1',
    site: red,
    area: 'red/g/a',
    known: { ...man, condition: 'unresponsive' },
  },
  {
    key: 'g-a-doctor',
    at: -846,
    by: 'team1',
    site: red,
    area: 'red/g/a',
    known: { ...man, kunya: 'أبو نهار', condition: 'injured', languages: ['ar'] },
  },
  {
    key: 'g-b-first',
    at: -836,
    by: 'team1',
    site: red,
    area: 'red/g/b',
    known: {
      ...man,
      given: 'مثال',
      father: 'دليل',
      family: 'النهار',
      mother: 'شمس',
      birth_year: 1988,
      condition: 'stable',
      languages: ['ar'],
    },
  },
  {
    key: 'f1-a-2-mother',
    at: -787,
    by: 'team1',
    site: red,
    area: 'red/f1/a/2',
    group: 'mother and son',
    known: { ...woman, given: 'ضوء', condition: 'stable', languages: ['ar'] },
  },
  {
    key: 'f1-a-2-son',
    at: -786,
    by: 'team1',
    site: red,
    area: 'red/f1/a/2',
    group: 'mother and son',
    known: { sex: 'male', age_group: 'child', condition: 'stable' },
  },
  {
    key: 'white-1',
    at: -658,
    by: 'team1',
    site: white,
    area: 'white/f1',
    known: { ...woman, given: 'Mînak', languages: ['kmr', 'ar'], condition: 'stable' },
  },
  {
    key: 'white-2',
    at: -655,
    by: 'team1',
    site: white,
    area: 'white/f1',
    known: { sex: 'female', age_group: 'elderly', condition: 'critical' },
  },
  {
    key: 'b1-a-2',
    at: -431,
    by: 'team2',
    site: red,
    area: 'red/b1/a/2',
    known: { ...man, condition: 'critical' },
  },
  {
    key: 'b1-b-young',
    at: -329,
    by: 'team1',
    site: red,
    area: 'red/b1/b',
    known: {
      sex: 'male',
      age_group: 'adolescent',
      given: 'نجم',
      father: 'صباح',
      birth_year: 2008,
      condition: 'injured',
    },
  },
  {
    key: 'reception-again',
    at: -300,
    by: 'medic',
    site: reception,
    known: {
      ...man,
      given: 'Mithal',
      father: 'Dalil',
      family: 'al-Nahar',
      mother: 'Shams',
      birth_year: 1988,
      condition: 'stable',
      share_consent: 'family',
    },
  },
  {
    key: 'reception-old',
    at: -284,
    by: 'medic',
    site: reception,
    known: {
      sex: 'male',
      age_group: 'elderly',
      given: 'نموذج',
      kunya: 'أبو مثال',
      condition: 'injured',
      share_consent: 'partners',
    },
  },
  { key: 'hall-unknown', at: -178, by: 'team4', site: red },
];

export const personId = (key: string): string => demoId(`person ${key}`);

const records: readonly Act[] = people.map(({ key, at, by, site, area, known, group }): Act => ({
  by,
  at,
  kind: 'person.create',
  entityId: personId(key),
  payload: {
    ...known,
    found_site_id: siteId(site),
    ...(area ? { found_area_id: areaId(area) } : {}),
    ...(group ? { group_id: demoId(`group ${group}`) } : {}),
  },
}));

/** Two who asked the same man, and did not hear of each other. */
const familyNames: readonly Act[] = (
  [
    { by: 'team5', at: -204, family: 'الشرقي' },
    { by: 'medic', at: -198, family: 'الغربي' },
  ] as const
).map(({ by, at, family }): Act => ({
  by,
  at,
  kind: 'person.update',
  entityId: personId('reception-old'),
  payload: { set: { family }, base: { family: null } },
}));

export const peopleActs: readonly Act[] = [...records, ...familyNames];
