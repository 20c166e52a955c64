import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableNames, type Rows, type TableName } from '../../src/lib/domain/rows.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await freshDatabase();
});
afterAll(() => db.close());

type Kind = 'uuid' | 'text' | 'time' | 'day' | 'number' | 'boolean' | 'json' | 'texts';
type Column = Kind | `${Kind}?`;

const synced = {
  id: 'uuid',
  operation_id: 'uuid',
  version: 'number',
  created_at: 'time',
  updated_at: 'time',
  deleted_at: 'time?',
} as const;

/** Every column of rows.ts; `?` may be null. The compiler refuses a column too many or too few. */
const columns: { [T in TableName]: Record<keyof Rows[T], Column> } = {
  operations: {
    ...synced,
    name_en: 'text',
    name_ar: 'text',
    status: 'text',
    starts_on: 'day?',
    settings: 'json',
    letter_key: 'text?',
  },
  organisations: { ...synced, code: 'text', name_en: 'text', name_ar: 'text' },
  members: {
    ...synced,
    user_id: 'uuid',
    role: 'text',
    team_id: 'uuid?',
    active: 'boolean',
    display_name: 'text',
    wipe_count: 'number',
  },
  teams: {
    ...synced,
    code: 'text',
    name_en: 'text',
    name_ar: 'text',
    specialty: 'text',
    organisation_id: 'uuid?',
    status: 'text',
    status_at: 'time?',
    last_checkin_at: 'time?',
    checkin_due_at: 'time?',
    last_lat: 'number?',
    last_lon: 'number?',
  },
  sites: {
    ...synced,
    code: 'text',
    name_en: 'text',
    name_ar: 'text',
    aliases: 'texts',
    kind: 'text',
    status: 'text',
    status_at: 'time?',
    adm1_pcode: 'text?',
    lat: 'number?',
    lon: 'number?',
    coord_source: 'text?',
    coord_precision_m: 'number?',
    access_notes: 'text?',
    beds_total: 'number?',
    beds_free: 'number?',
    beds_at: 'time?',
    services: 'texts',
  },
  site_areas: {
    ...synced,
    site_id: 'uuid',
    parent_id: 'uuid?',
    level: 'text',
    name_en: 'text',
    name_ar: 'text',
    access: 'text',
    sort: 'number',
    note: 'text?',
  },
  area_searches: {
    ...synced,
    area_id: 'uuid',
    site_id: 'uuid',
    team_id: 'uuid?',
    task_id: 'uuid?',
    method: 'text',
    result: 'text',
    note: 'text?',
    searched_at: 'time',
  },
  tasks: {
    ...synced,
    code: 'text',
    kind: 'text',
    title: 'text?',
    details: 'text?',
    site_id: 'uuid?',
    area_id: 'uuid?',
    priority: 'text',
    status: 'text',
    status_at: 'time',
    status_reason: 'text?',
    due_at: 'time?',
    people_expected: 'number?',
    needs_review: 'boolean',
    team_id: 'uuid?',
    holding: 'text?',
    held_at: 'time?',
    done_team_id: 'uuid?',
  },
  task_events: {
    ...synced,
    task_id: 'uuid',
    kind: 'text',
    outcome: 'text',
    reason: 'text?',
    actor_id: 'uuid?',
    actor_role: 'text',
    actor_team_id: 'uuid?',
    payload: 'json',
    before: 'json',
    device_at: 'time',
    received_at: 'time',
    resolved_at: 'time?',
  },
  checkins: {
    ...synced,
    team_id: 'uuid',
    site_id: 'uuid?',
    lat: 'number?',
    lon: 'number?',
    accuracy_m: 'number?',
    note: 'text?',
    expected_back_at: 'time?',
    checked_in_at: 'time',
  },
  releases: {
    ...synced,
    site_id: 'uuid?',
    area_id: 'uuid?',
    task_id: 'uuid?',
    team_id: 'uuid?',
    corrects: 'uuid?',
    women: 'number',
    men: 'number',
    girls: 'number',
    boys: 'number',
    unknown: 'number',
    together: 'boolean',
    note: 'text?',
    counted_at: 'time',
  },
  people: {
    ...synced,
    given: 'text?',
    father: 'text?',
    grandfather: 'text?',
    family: 'text?',
    mother: 'text?',
    kunya: 'text?',
    also_known_as: 'texts',
    sex: 'text',
    age_group: 'text',
    birth_year: 'number?',
    languages: 'texts',
    home_adm1_pcode: 'text?',
    found_site_id: 'uuid?',
    found_area_id: 'uuid?',
    found_task_id: 'uuid?',
    found_at: 'time?',
    team_id: 'uuid?',
    condition: 'text',
    group_id: 'uuid?',
    photo_consent: 'boolean',
    share_consent: 'text',
    consent_at: 'time?',
    expires_on: 'day?',
    merged_into: 'uuid?',
    needs_review: 'boolean',
    changed_at: 'time',
  },
  person_events: {
    ...synced,
    person_id: 'uuid',
    kind: 'text',
    reason: 'text?',
    actor_id: 'uuid?',
    actor_role: 'text',
    actor_team_id: 'uuid?',
    detail: 'json',
    device_at: 'time',
    received_at: 'time',
    resolved_by: 'uuid?',
  },
  care_cases: {
    ...synced,
    person_id: 'uuid?',
    site_id: 'uuid?',
    area_id: 'uuid?',
    task_id: 'uuid?',
    team_id: 'uuid?',
    category: 'text?',
    category_at: 'time?',
    handoff: 'text',
    handoff_at: 'time',
    handoff_happened_at: 'time',
    handoff_reason: 'text?',
    facility_id: 'uuid?',
    needs_review: 'boolean',
  },
  triage_entries: {
    ...synced,
    case_id: 'uuid',
    category: 'text',
    method: 'text',
    path: 'json',
    triaged_at: 'time',
    actor_id: 'uuid?',
    actor_team_id: 'uuid?',
  },
  care_observations: {
    ...synced,
    case_id: 'uuid',
    signs: 'texts',
    needs: 'texts',
    weight_kg: 'number?',
    height_cm: 'number?',
    breaths_per_min: 'number?',
    pulse_per_min: 'number?',
    weight_loss_percent: 'number?',
    days_of_little_intake: 'number?',
    low_electrolytes: 'boolean?',
    alcohol_or_drugs: 'boolean?',
    note: 'text?',
    observed_at: 'time',
    actor_id: 'uuid?',
    actor_team_id: 'uuid?',
  },
  care_events: {
    ...synced,
    case_id: 'uuid',
    team_id: 'uuid?',
    kind: 'text',
    from_status: 'text?',
    to_status: 'text?',
    reason: 'text?',
    facility_id: 'uuid?',
    person_id: 'uuid?',
    outcome: 'text',
    conflict_reason: 'text?',
    before_status: 'text?',
    before_facility_id: 'uuid?',
    before_person_id: 'uuid?',
    actor_id: 'uuid?',
    actor_role: 'text',
    actor_team_id: 'uuid?',
    happened_at: 'time',
    received_at: 'time',
    resolved_at: 'time?',
  },
  facility_reports: {
    ...synced,
    site_id: 'uuid',
    bed_kind: 'text?',
    beds_total: 'number?',
    beds_free: 'number?',
    status: 'text',
    services: 'texts?',
    reported_at: 'time',
    actor_id: 'uuid?',
    actor_team_id: 'uuid?',
  },
  evidence: {
    ...synced,
    sha256: 'text',
    size_bytes: 'number',
    media_type: 'text',
    original_name: 'text?',
    method: 'text',
    source: 'text?',
    collected_at: 'time',
    site_id: 'uuid?',
    area_id: 'uuid?',
    task_id: 'uuid?',
    lat: 'number?',
    lon: 'number?',
    accuracy_m: 'number?',
    working_sha256: 'text?',
    working_bytes: 'number?',
    actor_id: 'uuid',
    team_id: 'uuid?',
    stored_at: 'time?',
    checked_at: 'time?',
    checked_sha256: 'text?',
  },
  custody_entries: {
    ...synced,
    evidence_id: 'uuid',
    seq: 'number',
    action: 'text',
    from_party: 'text?',
    to_party: 'text?',
    reason: 'text?',
    actor_id: 'uuid?',
    actor_role: 'text?',
    actor_team_id: 'uuid?',
    device_at: 'time?',
    received_at: 'time',
    prev_hash: 'text',
    hash: 'text',
  },
};

const kinds: Record<string, Kind> = {
  uuid: 'uuid',
  text: 'text',
  'timestamp with time zone': 'time',
  date: 'day',
  bigint: 'number',
  integer: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  jsonb: 'json',
  'text[]': 'texts',
  'private.care_sign[]': 'texts',
  'private.care_need[]': 'texts',
};

describe('the synced tables have the columns of rows.ts', () => {
  for (const table of tableNames) {
    it(table, async () => {
      const found = await db.sql<{ name: string; type: string; required: boolean }[]>`
        select a.attname as name, a.attnotnull as required,
          format_type(coalesce(nullif(t.typbasetype, 0), t.oid), null) as type
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = ${`public.${table}`}::regclass and a.attnum > 0 and not a.attisdropped`;
      const inDatabase = Object.fromEntries(
        found.map(({ name, type, required }) => [
          name,
          `${kinds[type] ?? type}${required ? '' : '?'}`,
        ]),
      );
      expect(inDatabase).toEqual(columns[table]);
    });
  }

  it('[R6] each with an index by operation and version', async () => {
    const found = await db.sql<{ table: string }[]>`
      select tablename as table from pg_indexes
      where schemaname = 'public' and indexdef like '%(operation_id, version) WHERE (version > 0)'`;
    expect(found.map((row) => row.table).toSorted()).toEqual([...tableNames].toSorted());
  });

  it('in the order of rows.ts, parents before children', async () => {
    const [view] = await db.sql<{ text: string }[]>`
      select pg_get_viewdef('private.synced_rows'::regclass) as text`;
    const inView = [...(view?.text ?? '').matchAll(/FROM (\w+) t/g)].map((match) => match[1]);
    expect(inView).toEqual([...tableNames]);
  });
});

it('nothing links across operations: every reference to a row names its operation too', async () => {
  const loose = await db.sql<{ name: string }[]>`
    select conname as name from pg_constraint c
    where contype = 'f' and connamespace = 'public'::regnamespace
      and confrelid not in ('public.operations'::regclass, 'auth.users'::regclass)
      and not exists (
        select from unnest(c.conkey) k
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k
        where a.attname = 'operation_id'
      )`;
  expect(loose).toEqual([]);
});
