/**
 * The buildings down to their rooms. That Saidnaya's Red Building has three wings around a hub and
 * its White Building is smaller is public; the rooms are made up for exercising (docs/demo.md).
 */
import type { AreaAccess, AreaLevel } from '../../../src/lib/domain/vocabulary.ts';
import { areaId, siteId, type Act } from './act.ts';

export interface DemoArea {
  /** The path in the tree, e.g. `red/b1/a/2`; its parent is the path without the last part. */
  path: string;
  site: string;
  level: AreaLevel;
  nameEn: string;
  nameAr: string;
  access: AreaAccess;
  note?: string;
}

type Part = readonly [key: string, nameEn: string, nameAr: string, access?: AreaAccess];

const floors = {
  b2: ['b2', 'Lower floor 2', 'الطابق السفلي الثاني', 'electronic_door'],
  b1: ['b1', 'Lower floor 1', 'الطابق السفلي الأول', 'electronic_door'],
  g: ['g', 'Ground floor', 'الطابق الأرضي', 'open'],
  f1: ['f1', 'First floor', 'الطابق الأول', 'open'],
  f2: ['f2', 'Second floor', 'الطابق الثاني', 'open'],
} as const satisfies Record<string, Part>;

const wings = [
  ['a', 'Wing A', 'الجناح أ'],
  ['b', 'Wing B', 'الجناح ب'],
  ['c', 'Wing C', 'الجناح ج'],
] as const satisfies readonly Part[];

const numbered = (
  count: number,
  nameEn: string,
  nameAr: string,
  access: (number: number) => AreaAccess,
): Part[] =>
  Array.from({ length: count }, (_, index) => [
    String(index + 1),
    `${nameEn} ${index + 1}`,
    `${nameAr} ${index + 1}`,
    access(index + 1),
  ]);

const solitary = numbered(3, 'Solitary cell', 'المنفردة', () => 'electronic_door');
const locked = numbered(3, 'Group cell', 'المهجع', (n) => (n === 2 ? 'locked' : 'electronic_door'));
const dormitories = (count: number) =>
  numbered(count, 'Group cell', 'المهجع', (n) => (n === 4 ? 'locked' : 'open'));
const stairs: Part = ['stairs', 'Stairwell', 'بيت الدرج', 'open'];

type Plan = { floor: Part; rooms: Part[]; hub: Part[] };

const redPlan: Plan[] = [
  {
    floor: floors.b2,
    rooms: solitary,
    hub: [
      ['shaft', 'Ventilation shaft', 'فتحة التهوية', 'concealed'],
      ['passage', 'Reported hidden passage', 'ممر مخفي مُبلَّغ عنه', 'concealed'],
    ],
  },
  {
    floor: floors.b1,
    rooms: locked,
    hub: [
      ['plant', 'Generator room', 'غرفة المولّدات', 'locked'],
      ['store', 'Walled-up store', 'مستودع مسدود بجدار', 'concealed'],
    ],
  },
  {
    floor: floors.g,
    rooms: dormitories(4),
    hub: [
      ['control', 'Door control room', 'غرفة التحكم بالأبواب', 'electronic_door'],
      ['cameras', 'Camera room', 'غرفة الكاميرات', 'open'],
      ['records', 'Records room', 'غرفة السجلات', 'open'],
      ['yard', 'Entrance yard', 'باحة المدخل', 'open'],
    ],
  },
  { floor: floors.f1, rooms: dormitories(6), hub: [stairs] },
  { floor: floors.f2, rooms: dormitories(6), hub: [stairs] },
];

const red = 'Saidnaya – Red Building';
const white = 'Saidnaya – White Building';
const adra = 'Adra (Damascus Central)';
const palestine = 'Branch 235 Palestine';

const area = (
  site: string,
  path: string,
  level: AreaLevel,
  [, nameEn, nameAr, access]: Part,
): DemoArea => ({ site, path, level, nameEn, nameAr, access: access ?? 'open' });

const hub: Part = ['hub', 'Central hub', 'البهو المركزي', 'open'];

const redAreas = redPlan.flatMap(({ floor, rooms, hub: hubRooms }) => {
  const floorPath = `red/${floor[0]}`;
  const parts: [Part, Part[]][] = [
    [hub, hubRooms],
    ...wings.map((wing): [Part, Part[]] => [wing, rooms]),
  ];
  return [
    area(red, floorPath, 'level', floor),
    ...parts.flatMap(([wing, inside]) => [
      area(red, `${floorPath}/${wing[0]}`, 'wing', wing),
      ...inside.map((room) => area(red, `${floorPath}/${wing[0]}/${room[0]}`, 'room', room)),
    ]),
  ];
});

const whiteAreas = [floors.b1, floors.g, floors.f1].flatMap((floor) => [
  area(white, `white/${floor[0]}`, 'level', floor),
  ...wings
    .slice(0, 2)
    .flatMap((wing) => [
      area(white, `white/${floor[0]}/${wing[0]}`, 'wing', wing),
      ...(floor.at(0) === 'b1' ? locked : dormitories(4)).map((room) =>
        area(white, `white/${floor[0]}/${wing[0]}/${room[0]}`, 'room', room),
      ),
    ]),
]);

const small = (site: string, root: string, plan: readonly [Part, number][]): DemoArea[] =>
  plan.flatMap(([floor, count]) => [
    area(site, `${root}/${floor[0]}`, 'level', floor),
    ...dormitories(count).map((room) => area(site, `${root}/${floor[0]}/${room[0]}`, 'room', room)),
  ]);

const building = (site: string, path: string, nameEn: string, nameAr: string) =>
  area(site, path, 'building', [path, nameEn, nameAr, 'open']);

const notes: Readonly<Record<string, string>> = {
  'red/b2/hub/passage': 'Reported by a former guard, not confirmed. أبلغ عنه حارس سابق، غير مؤكد.',
  'red/b1/hub/store': 'Fresh concrete on the east side. خرسانة جديدة من جهة الشرق.',
  'red/g/hub/control': 'No codes. Do not cut the cables. لا رموز، لا تقطعوا الأسلاك.',
  'red/g/hub/records': 'Sealed. Nobody enters without documentation. مختوم بانتظار التوثيق.',
};

/** Every area of the demo, parents before children. */
const areas: readonly DemoArea[] = [
  building(red, 'red', 'Red Building', 'المبنى الأحمر'),
  ...redAreas,
  building(white, 'white', 'White Building', 'المبنى الأبيض'),
  ...whiteAreas,
  building(adra, 'adra', 'Main building', 'المبنى الرئيسي'),
  ...small(adra, 'adra', [
    [floors.g, 4],
    [floors.f1, 4],
  ]),
  building(palestine, 'palestine', 'Main building', 'المبنى الرئيسي'),
  ...small(palestine, 'palestine', [
    [floors.b1, 5],
    [floors.g, 3],
  ]),
].map((entry) => {
  const note = notes[entry.path];
  return note === undefined ? entry : { ...entry, note };
});

/** The areas that are searched: those with nothing inside. */
export const rooms: readonly DemoArea[] = areas.filter(({ level }) => level === 'room');

const parentOf = (path: string): string | null =>
  path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null;

export const areaActs: readonly Act[] = areas.map((entry, index) => {
  const parent = parentOf(entry.path);
  return {
    by: 'admin',
    at: -930 + index / 20,
    kind: 'area.create',
    entityId: areaId(entry.path),
    payload: {
      site_id: siteId(entry.site),
      parent_id: parent === null ? null : areaId(parent),
      level: entry.level,
      name_en: entry.nameEn,
      name_ar: entry.nameAr,
      access: entry.access,
      sort: index,
      ...(entry.note === undefined ? {} : { note: entry.note }),
    },
  };
});
