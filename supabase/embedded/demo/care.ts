import type { TriageCategory } from '../../../src/lib/domain/care/vocabulary.ts';
import { areaId, demoId, siteId, type Act, type TeamKey } from './act.ts';
import { personId } from './people.ts';

const red = 'Saidnaya – Red Building';
const douma = siteId('Hospital, Douma');
const damascus = siteId('Hospital, Damascus');
const clinic = siteId('Clinic, Saidnaya town');

/** Somebody who needed care: how far each one came is in the steps below. */
interface Case {
  key: string;
  at: number;
  by: TeamKey;
  person?: string;
  area: string;
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
    key: 'lower',
    at: -425,
    by: 'team5',
    person: 'b1-a-2',
    area: 'red/b1/a/2',
    category: 'delayed',
  },
  { key: 'wing', at: -240, by: 'team5', area: 'red/b1/b', category: 'delayed' },
  { key: 'last', at: -55, by: 'team5', area: 'red/b1/b', category: 'immediate' },
];
const caseId = (key: string): string => demoId(`care ${key}`);

const opened: readonly Act[] = cases.map(({ key, at, by, person, area, category }): Act => ({
  by,
  at,
  kind: 'care.open',
  entityId: caseId(key),
  payload: {
    person_id: person ? personId(person) : null,
    site_id: siteId(red),
    area_id: areaId(area),
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

const facilities: readonly Act[] = [
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
