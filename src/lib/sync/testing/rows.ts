import type { Member, Operation, Person, SiteArea, Synced, Task, Team } from '../../domain/rows.ts';
import type { Role } from '../../domain/vocabulary.ts';
import type { Author } from '../layer.ts';

const at = '2024-12-08T03:00:00.000Z';

/** A UUID that a reader can tell from others: `uuid('a', 7)`. */
export const uuid = (letter: string, number = 0): string =>
  `${letter.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const operationId = uuid('0');
export const siteId = uuid('5');
export const teamA = uuid('a', 1);
export const teamB = uuid('a', 2);
const userId = uuid('e');

export const author: Author = { userId, role: 'coordinator', teamId: teamA };

const synced = (id: string): Synced => ({
  id,
  operation_id: operationId,
  version: 1,
  created_at: at,
  updated_at: at,
  deleted_at: null,
});

export const operationRow = (): Operation => ({
  ...synced(operationId),
  name_en: 'Exercise',
  name_ar: 'تمرين',
  status: 'active',
  starts_on: null,
  settings: {},
  letter_key: null,
});

export const memberRow = (role: Role = 'coordinator', teamId: string | null = teamA): Member => ({
  ...synced(uuid('e', 1)),
  user_id: userId,
  role,
  team_id: teamId,
  active: true,
  display_name: 'Coordinator, team A',
  wipe_count: 0,
});

export const teamRow = (id: string, change: Partial<Team> = {}): Team => ({
  ...synced(id),
  code: 'A',
  name_en: 'Team A',
  name_ar: 'الفريق أ',
  specialty: 'search_and_rescue',
  organisation_id: null,
  status: 'available',
  status_at: null,
  last_checkin_at: null,
  checkin_due_at: null,
  last_lat: null,
  last_lon: null,
  ...change,
});

export const taskRow = (id: string, change: Partial<Task> = {}): Task => ({
  ...synced(id),
  code: 'T-TEST',
  kind: 'search',
  title: null,
  details: null,
  site_id: null,
  area_id: null,
  priority: 'normal',
  status: 'open',
  status_at: at,
  status_reason: null,
  due_at: null,
  people_expected: null,
  needs_review: false,
  team_id: teamA,
  holding: 'assigned',
  held_at: at,
  done_team_id: null,
  ...change,
});

export const areaRow = (id: string, change: Partial<SiteArea> = {}): SiteArea => ({
  ...synced(id),
  site_id: siteId,
  parent_id: null,
  level: 'room',
  name_en: 'Room 1',
  name_ar: 'الغرفة ١',
  access: 'locked',
  sort: 0,
  note: null,
  ...change,
});

export const personRow = (id: string, change: Partial<Person> = {}): Person => ({
  ...synced(id),
  given: null,
  father: null,
  grandfather: null,
  family: null,
  mother: null,
  kunya: null,
  also_known_as: [],
  sex: 'unknown',
  age_group: 'unknown',
  birth_year: null,
  languages: [],
  home_adm1_pcode: null,
  found_site_id: null,
  found_area_id: null,
  found_task_id: null,
  found_at: null,
  team_id: teamA,
  condition: 'unknown',
  group_id: null,
  photo_consent: false,
  share_consent: 'none',
  consent_at: null,
  expires_on: null,
  merged_into: null,
  needs_review: false,
  changed_at: at,
  ...change,
});
