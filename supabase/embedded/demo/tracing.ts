import { claimId } from '../../../src/lib/domain/people/claim-id.ts';
import type { TracingFields } from '../../../src/lib/domain/tracing-payloads.ts';
import { demoId, type Act, type ActorKey } from './act.ts';
import { personId } from './people.ts';

const requestId = (key: string): string => demoId(`request ${key}`);

/** Two families who may mean the same man, and one who hopes. The names are words, nobody's. */
const requests: readonly {
  key: string;
  at: number;
  by: ActorKey;
  fields: Partial<TracingFields>;
}[] = [
  {
    key: 'shams',
    at: -240,
    by: 'team4',
    fields: {
      given: 'مثال',
      father: 'دليل',
      family: 'النهار',
      mother: 'شمس',
      sex: 'male',
      birth_year: 1988,
      home_adm1_pcode: 'SY04',
      seeker_name: 'شمس',
      seeker_relation: 'parent',
      seeker_contact: 'Desk of the reception centre, every morning',
      share_consent: 'partners',
      expires_at: '2030-12-08T00:00:00Z',
    },
  },
  {
    key: 'qamar',
    at: -230,
    by: 'team5',
    fields: {
      given: 'Mithal',
      father: 'Dalil',
      family: 'Nahar',
      sex: 'male',
      age_group: 'adult',
      seeker_name: 'قمر',
      seeker_relation: 'sibling',
      share_consent: 'family',
    },
  },
  {
    key: 'amal',
    at: -220,
    by: 'medic',
    fields: { given: 'أمل', family: 'الفجر', sex: 'female', seeker_relation: 'child' },
  },
];

const records = requests.map(({ key, at, by, fields }): Act => ({
  by,
  at,
  kind: 'tracing.request',
  entityId: requestId(key),
  payload: fields,
}));

const claims = (
  [
    { key: 'shams', by: 'team4', at: -210, reasons: ['given', 'family', 'mother', 'born'] },
    { key: 'qamar', by: 'team5', at: -208, reasons: ['given', 'family'] },
  ] as const
).map(({ key, by, at, reasons }): Act => ({
  by,
  at,
  kind: 'tracing.claim',
  entityId: claimId(requestId(key), personId('g-b-first')),
  payload: {
    request_id: requestId(key),
    person_id: personId('g-b-first'),
    reasons: [...reasons],
  },
}));

const confirmation: Act = {
  by: 'team4',
  at: -190,
  kind: 'tracing.claim_step',
  entityId: claimId(requestId('shams'), personId('g-b-first')),
  payload: { from: 'proposed', to: 'confirmed_once' },
};

export const tracingActs: readonly Act[] = [...records, ...claims, confirmation];
