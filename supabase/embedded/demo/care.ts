import type { TriageCategory } from '../../../src/lib/domain/care/vocabulary.ts';
import { areaId, demoId, siteId, type Act, type TeamKey } from './act.ts';
import { personId } from './people.ts';

const red = 'Saidnaya – Red Building';
const white = 'Saidnaya – White Building';
const reception = 'Reception centre, At-Tall';
const douma = siteId('Hospital, Douma');
const damascus = siteId('Hospital, Damascus');
const clinic = siteId('Clinic, Saidnaya town');

/** Somebody who needed care: how far each one came is in the steps below. */
interface Case {
  key: string;
  at: number;
  by: TeamKey;
  person?: string;
  /** The red building where none is named. */
  site?: string;
  area?: string;
  category: TriageCategory;
}

const cases: readonly Case[] = [
  {
    key: 'unnamed',
    at: -840,
    by: 'team5',
    person: 'g-a-unnamed',
    area: 'red/g/a',
    category: 'immediate',
  },
  {
    key: 'mother',
    at: -780,
    by: 'team5',
    person: 'f1-a-2-mother',
    area: 'red/f1/a/2',
    category: 'minor',
  },
  {
    key: 'son',
    at: -778,
    by: 'team5',
    person: 'f1-a-2-son',
    area: 'red/f1/a/2',
    category: 'minor',
  },
  {
    key: 'white',
    at: -650,
    by: 'team5',
    person: 'white-2',
    site: white,
    area: 'white/f1',
    category: 'immediate',
  },
  {
    key: 'lower',
    at: -425,
    by: 'team5',
    person: 'b1-a-2',
    area: 'red/b1/a/2',
    category: 'delayed',
  },
  {
    key: 'young',
    at: -322,
    by: 'team5',
    person: 'b1-b-young',
    area: 'red/b1/b',
    category: 'delayed',
  },
  {
    key: 'old',
    at: -280,
    by: 'team5',
    person: 'reception-old',
    site: reception,
    category: 'minor',
  },
  { key: 'wing', at: -240, by: 'team5', area: 'red/b1/b', category: 'delayed' },
  { key: 'last', at: -55, by: 'team5', area: 'red/b1/b', category: 'immediate' },
];
const caseId = (key: string): string => demoId(`care ${key}`);

const opened: readonly Act[] = cases.map(({ key, at, by, person, site, area, category }): Act => ({
  by,
  at,
  kind: 'care.open',
  entityId: caseId(key),
  payload: {
    person_id: person ? personId(person) : null,
    site_id: siteId(site ?? red),
    ...(area ? { area_id: areaId(area) } : {}),
    triage: { category, method: 'direct' },
  },
}));

type Step = Extract<Act, { kind: 'care.step' }>['payload'];
const step = (key: string, at: number, by: 'team5' | 'medic', payload: Step): Act => ({
  by,
  at,
  kind: 'care.step',
  entityId: caseId(key),
  payload,
});

/** Of the last one the hospital has not said yet that he is there: that comes up. */
const steps: readonly Act[] = [
  step('unnamed', -838, 'team5', {
    from: 'triaged',
    to: 'transport_requested',
    facility_id: douma,
  }),
  step('unnamed', -815, 'team5', { from: 'transport_requested', to: 'in_transport' }),
  step('unnamed', -770, 'team5', { from: 'in_transport', to: 'arrived', facility_id: douma }),
  step('unnamed', -762, 'medic', { from: 'arrived', to: 'received', facility_id: douma }),
  step('mother', -765, 'team5', { from: 'triaged', to: 'discharged' }),
  step('son', -764, 'team5', { from: 'triaged', to: 'discharged' }),
  step('white', -645, 'team5', { from: 'triaged', to: 'in_transport', facility_id: douma }),
  step('white', -600, 'team5', { from: 'in_transport', to: 'arrived', facility_id: douma }),
  step('white', -594, 'medic', { from: 'arrived', to: 'received', facility_id: douma }),
  // Douma has no dialysis.
  step('white', -470, 'medic', {
    from: 'received',
    to: 'transport_requested',
    facility_id: damascus,
  }),
  step('white', -455, 'team5', { from: 'transport_requested', to: 'in_transport' }),
  step('white', -415, 'team5', { from: 'in_transport', to: 'arrived', facility_id: damascus }),
  step('white', -408, 'medic', { from: 'arrived', to: 'received', facility_id: damascus }),
  step('young', -318, 'team5', { from: 'triaged', to: 'in_transport', facility_id: clinic }),
  step('young', -296, 'team5', { from: 'in_transport', to: 'arrived', facility_id: clinic }),
  step('young', -290, 'medic', { from: 'arrived', to: 'received', facility_id: clinic }),
  step('old', -262, 'team5', { from: 'triaged', to: 'left', reason: 'With his brother' }),
  step('lower', -420, 'team5', {
    from: 'triaged',
    to: 'transport_requested',
    facility_id: damascus,
  }),
  step('lower', -380, 'team5', { from: 'transport_requested', to: 'in_transport' }),
  step('lower', -310, 'team5', { from: 'in_transport', to: 'arrived', facility_id: damascus }),
  step('last', -50, 'team5', {
    from: 'triaged',
    to: 'transport_requested',
    facility_id: clinic,
  }),
];

const looks: readonly Act[] = [
  {
    by: 'medic',
    at: -755,
    kind: 'care.observe',
    entityId: caseId('unnamed'),
    payload: {
      signs: ['wasting', 'dehydration', 'confusion'],
      needs: ['nutrition'],
      weight_kg: 41,
      height_cm: 172,
      days_of_little_intake: 12,
    },
  },
];

/** What they can do: Homs, Hama and Aleppo have only what stands of their sites. */
const services: readonly Act[] = [
  {
    by: 'medic',
    at: -698,
    kind: 'facility.report',
    entityId: douma,
    payload: {
      status: 'open',
      services: ['emergency', 'surgery', 'orthopaedics', 'obstetrics', 'oxygen', 'laboratory'],
    },
  },
  {
    by: 'medic',
    at: -188,
    kind: 'facility.report',
    entityId: damascus,
    payload: {
      status: 'open',
      services: [
        'emergency',
        'trauma',
        'surgery',
        'dialysis',
        'intensive_care',
        'oxygen',
        'blood_bank',
        'laboratory',
        'imaging',
      ],
    },
  },
];

const facilities: readonly Act[] = [
  ...services,
  {
    by: 'medic',
    at: -700,
    kind: 'facility.report',
    entityId: douma,
    payload: { status: 'open', bed_kind: 'general', beds_total: 120, beds_free: 14 },
  },
  {
    by: 'medic',
    at: -190,
    kind: 'facility.report',
    entityId: damascus,
    payload: { status: 'open', bed_kind: 'intensive', beds_total: 40, beds_free: 3 },
  },
  {
    by: 'medic',
    at: -45,
    kind: 'facility.report',
    entityId: clinic,
    payload: { status: 'full', bed_kind: 'general', beds_total: 12, beds_free: 0 },
  },
];

export const careActs: readonly Act[] = [...opened, ...steps, ...looks, ...facilities];
