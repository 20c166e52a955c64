/** What the server accepts in each field of each kind of record. */
import {
  bedKinds,
  facilityStatuses,
  releaseGroups,
  triageCategories,
} from '$lib/domain/care/vocabulary';
import type { MutationKind } from '$lib/domain/mutations';
import { photoConsentGivers, photoReasons } from '$lib/domain/photo-rows';
import {
  personAgeGroups,
  personConditions,
  personSexes,
  shareScopes,
} from '$lib/domain/people/record';
import { seekerRelations } from '$lib/domain/people/vocabulary';
import {
  credibilities,
  measures,
  reliabilities,
  reportKinds,
  reportStatuses,
} from '$lib/domain/reports/vocabulary';
import {
  areaAccesses,
  areaLevels,
  coordSources,
  operationStatuses,
  priorities,
  searchMethods,
  searchResults,
  siteKinds,
  siteStatuses,
  specialties,
  taskKinds,
  taskStatuses,
  teamStatuses,
} from '$lib/domain/vocabulary';
import {
  choice,
  long,
  name,
  number,
  row,
  short,
  time,
  whole,
  yesNo,
  type FieldRule,
  type FieldSpec,
} from './fieldRules';

/** By field: its rule, and what an empty input means. */
type Specs = Readonly<Record<string, readonly [FieldRule, FieldSpec['empty']]>>;

const task: Specs = {
  kind: [choice(taskKinds), 'error'],
  title: [name, 'null'],
  details: [long, 'null'],
  site_id: [row('sites'), 'null'],
  area_id: [row('site_areas'), 'null'],
  priority: [choice(priorities), 'error'],
  due_at: [time, 'null'],
  people_expected: [whole(0, 1_000_000), 'null'],
};
const site: Specs = {
  code: [name, 'error'],
  name_en: [name, 'error'],
  name_ar: [name, 'null'],
  aliases: [{ type: 'lines', most: 50 }, 'null'],
  kind: [choice(siteKinds), 'error'],
  status: [choice(siteStatuses), 'error'],
  adm1_pcode: [row('governorates'), 'null'],
  lat: [number(-90, 90), 'null'],
  lon: [number(-180, 180), 'null'],
  coord_source: [choice(coordSources), 'null'],
  coord_precision_m: [number(0, 1_000_000), 'null'],
  access_notes: [long, 'null'],
  beds_total: [whole(0, 100_000), 'null'],
  beds_free: [whole(0, 100_000), 'null'],
  services: [{ type: 'lines', most: 50 }, 'null'],
};
const area: Specs = {
  level: [choice(areaLevels), 'error'],
  parent_id: [row('site_areas'), 'null'],
  name_en: [name, 'error'],
  name_ar: [name, 'null'],
  access: [choice(areaAccesses), 'error'],
  note: [long, 'null'],
};
const team: Specs = {
  code: [name, 'error'],
  name_en: [name, 'error'],
  name_ar: [name, 'null'],
  specialty: [choice(specialties), 'error'],
  organisation_id: [row('organisations'), 'null'],
};
/** Who somebody is, as far as it is known. */
const identity: Specs = {
  given: [name, 'null'],
  father: [name, 'null'],
  grandfather: [name, 'null'],
  family: [name, 'null'],
  mother: [name, 'null'],
  kunya: [name, 'null'],
  also_known_as: [{ type: 'lines', most: 20 }, 'null'],
  sex: [choice(personSexes), 'error'],
  age_group: [choice(personAgeGroups), 'error'],
  birth_year: [whole(1900, 2100), 'null'],
};
const person: Specs = {
  ...identity,
  languages: [{ type: 'lines', most: 20 }, 'null'],
  home_adm1_pcode: [row('governorates'), 'null'],
  found_site_id: [row('sites'), 'null'],
  found_area_id: [row('site_areas'), 'null'],
  found_at: [time, 'null'],
  condition: [choice(personConditions), 'error'],
  photo_consent: [yesNo, 'error'],
  share_consent: [choice(shareScopes), 'error'],
  consent_at: [time, 'null'],
  expires_on: [{ type: 'date' }, 'null'],
};
const report: Specs = {
  text: [long, 'error'],
  measure: [choice(measures), 'null'],
  figure_from: [whole(0, 100_000_000), 'null'],
  figure_to: [whole(0, 100_000_000), 'null'],
  source: [name, 'null'],
  link: [{ type: 'text', most: 2000 }, 'null'],
  site_id: [row('sites'), 'null'],
  area_id: [row('site_areas'), 'null'],
  adm1_pcode: [row('governorates'), 'null'],
};
/** What only a lead has room for. */
const lead: Specs = { access_code: [name, 'null'], informant: [name, 'null'] };
const grade: Specs = {
  reliability: [choice(reliabilities), 'error'],
  credibility: [choice(credibilities), 'error'],
};
/** Where nothing is said, the server takes it for unknown. */
const newPerson: Specs = {
  ...person,
  sex: [choice(personSexes), 'absent'],
  age_group: [choice(personAgeGroups), 'absent'],
  condition: [choice(personConditions), 'absent'],
  photo_consent: [yesNo, 'absent'],
  share_consent: [choice(shareScopes), 'absent'],
};
const tracing: Specs = {
  ...identity,
  home_adm1_pcode: [row('governorates'), 'null'],
  last_site_id: [row('sites'), 'null'],
  seeker_name: [name, 'null'],
  seeker_relation: [choice(seekerRelations), 'error'],
  seeker_contact: [name, 'null'],
  share_consent: [choice(shareScopes), 'error'],
  consent_at: [time, 'null'],
  expires_at: [time, 'null'],
};
const newTracing: Specs = {
  ...tracing,
  sex: [choice(personSexes), 'absent'],
  age_group: [choice(personAgeGroups), 'absent'],
  seeker_relation: [choice(seekerRelations), 'absent'],
  share_consent: [choice(shareScopes), 'absent'],
};
const operation: Specs = {
  name_en: [name, 'error'],
  name_ar: [name, 'null'],
  status: [choice(operationStatuses), 'error'],
  starts_on: [{ type: 'date' }, 'null'],
};
export const settingSpecs: Specs = {
  tile_url: [{ type: 'text', most: 1000 }, 'absent'],
  tile_attribution: [{ type: 'text', most: 1000 }, 'absent'],
  checkin_grace_minutes: [whole(0, 1440), 'absent'],
  lock_after_hours: [whole(1, 8760), 'absent'],
  lock_idle_minutes: [whole(1, 1440), 'absent'],
  lease_hours: [whole(1, 8760), 'absent'],
  transport_requested_minutes: [whole(1, 10_080), 'absent'],
  in_transport_minutes: [whole(1, 10_080), 'absent'],
  arrived_minutes: [whole(1, 10_080), 'absent'],
  not_received_minutes: [whole(1, 10_080), 'absent'],
  time_zone: [{ type: 'text', most: 200 }, 'absent'],
};

/** A correction has differences, which may be below zero. */
const people: Specs = Object.fromEntries(
  releaseGroups.map((group) => [group, [whole(-10_000, 10_000), 'absent']] as const),
);

/** Fields that a change of a row, a new lead or an item of a report may have as well, when it has them. */
export const occasionalSpecs: Specs = {
  deleted: [yesNo, 'error'],
  sort: [whole(-1e6, 1e6), 'error'],
  report_id: [row('reports'), 'null'],
  ...lead,
};

/** Of what says something by itself, with all that it may say. */
export const ownSpecs: Readonly<Partial<Record<MutationKind, Specs>>> = {
  'task.create': { ...task, team_id: [row('teams'), 'null'] },
  'task.status': { status: [choice(taskStatuses), 'error'], reason: [long, 'absent'] },
  'task.claim': { team_id: [row('teams'), 'absent'] },
  'task.hand_over': { team_id: [row('teams'), 'null'], note: [long, 'absent'] },
  'task.comment': { body: [long, 'error'], help: [yesNo, 'absent'] },
  'team.status': { status: [choice(teamStatuses), 'error'] },
  'team.checkin': {
    status: [choice(teamStatuses), 'absent'],
    site_id: [row('sites'), 'null'],
    note: [long, 'null'],
    expected_back_at: [time, 'null'],
    lat: [number(-90, 90), 'null'],
    lon: [number(-180, 180), 'null'],
    accuracy_m: [number(0, 1_000_000), 'null'],
  },
  'site.create': site,
  'area.create': { site_id: [row('sites'), 'error'], ...area },
  'area.search': {
    method: [choice(searchMethods), 'error'],
    result: [choice(searchResults), 'error'],
    note: [long, 'null'],
    team_id: [row('teams'), 'null'],
    searched_at: [time, 'absent'],
  },
  'team.create': team,
  'release.record': {
    ...people,
    together: [yesNo, 'absent'],
    site_id: [row('sites'), 'null'],
    area_id: [row('site_areas'), 'null'],
    note: [long, 'null'],
  },
  'person.create': newPerson,
  'person.unmerge': { reason: [name, 'error'] },
  'care.open': { site_id: [row('sites'), 'null'], area_id: [row('site_areas'), 'null'] },
  'care.triage': { category: [choice(triageCategories), 'error'] },
  'care.observe': {
    weight_kg: [number(0.3, 400), 'null'],
    height_cm: [number(20, 260), 'null'],
    breaths_per_min: [whole(0, 150), 'null'],
    pulse_per_min: [whole(0, 350), 'null'],
    weight_loss_percent: [number(0, 90), 'null'],
    days_of_little_intake: [whole(0, 365), 'null'],
    low_electrolytes: [yesNo, 'null'],
    alcohol_or_drugs: [yesNo, 'null'],
    note: [short, 'null'],
  },
  'care.step': { facility_id: [row('sites'), 'absent'], reason: [short, 'absent'] },
  'tracing.request': newTracing,
  'tracing.step': { reason: [short, 'absent'] },
  'tracing.claim_step': { reason: [short, 'absent'] },
  'facility.report': {
    status: [choice(facilityStatuses), 'error'],
    bed_kind: [choice(bedKinds), 'null'],
    beds_total: [whole(0, 100_000), 'null'],
    beds_free: [whole(0, 100_000), 'null'],
    services: [{ type: 'lines', most: 50 }, 'null'],
  },
  'report.create': {
    kind: [choice(reportKinds), 'error'],
    ...report,
    reliability: [choice(reliabilities), 'absent'],
    credibility: [choice(credibilities), 'absent'],
  },
  'report.grade': { ...grade, reason: [long, 'absent'] },
  'report.status': { status: [choice(reportStatuses), 'error'], reason: [long, 'absent'] },
  'report.assign': { assigned_team_id: [row('teams'), 'null'], reason: [long, 'absent'] },
  'evidence.record': {
    source: [name, 'null'],
    site_id: [row('sites'), 'null'],
    area_id: [row('site_areas'), 'null'],
  },
  'evidence.tie': { reason: [name, 'error'] },
  'custody.record': {
    from_party: [name, 'null'],
    to_party: [name, 'null'],
    reason: [name, 'null'],
  },
  'photo.record': {
    consent_by: [choice(photoConsentGivers), 'error'],
    taken_at: [time, 'error'],
  },
  'photo.remove': { reason: [choice(photoReasons), 'error'] },
};

/** Of what changes a row, of which it sets some. */
export const changeSpecs: Readonly<Partial<Record<MutationKind, Specs>>> = {
  'task.update': task,
  'site.update': { ...site, ...occasionalSpecs },
  'area.update': { ...area, ...occasionalSpecs },
  'team.update': { ...team, ...occasionalSpecs },
  'operation.update': operation,
  'person.update': { ...person, ...occasionalSpecs },
  'tracing.update': { ...tracing, ...occasionalSpecs },
  'report.update': { ...report, ...occasionalSpecs },
};
