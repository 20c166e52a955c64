/**
 * The closed lists of the domain, in the order in which screens show them.
 * The database holds the same lists as check constraints; tests/db/vocabulary.test.ts keeps them equal.
 */

export const roles = ['admin', 'coordinator', 'medic', 'observer'] as const;
export type Role = (typeof roles)[number];

export const specialties = [
  'search_and_rescue',
  'wall_breaching',
  'door_opening',
  'dog_unit',
  'medical',
  'documentation',
  'logistics',
  'psychosocial',
] as const;
export type Specialty = (typeof specialties)[number];

export const teamStatuses = [
  'available',
  'en_route',
  'on_site',
  'resting',
  'out_of_service',
] as const;
export type TeamStatus = (typeof teamStatuses)[number];

export const siteKinds = [
  'civil_prison',
  'military_prison',
  'intelligence_branch',
  'military_police',
  'militia_camp',
  'hospital',
  'clinic',
  'shelter',
  'reception_centre',
  'staging_area',
] as const;
export type SiteKind = (typeof siteKinds)[number];

export const siteStatuses = [
  'reported',
  'verified',
  'secured',
  'searching',
  'cleared',
  'closed',
] as const;
export type SiteStatus = (typeof siteStatuses)[number];

/** How a coordinate is known: `approximate` and `town` are drawn as areas, never as points. */
export const coordSources = ['published', 'derived', 'approximate', 'town', 'surveyed'] as const;
export type CoordSource = (typeof coordSources)[number];

export const areaLevels = ['building', 'level', 'wing', 'room'] as const;
export type AreaLevel = (typeof areaLevels)[number];

export const areaAccesses = [
  'open',
  'locked',
  'electronic_door',
  'concealed',
  'collapsed',
  'unknown',
] as const;
export type AreaAccess = (typeof areaAccesses)[number];

export const searchMethods = ['visual', 'dog', 'listening', 'technical', 'breach'] as const;
export type SearchMethod = (typeof searchMethods)[number];

export const searchResults = [
  'nothing_found',
  'people_found',
  'inaccessible',
  'sealed_for_evidence',
] as const;
export type SearchResult = (typeof searchResults)[number];

export const taskKinds = [
  'release',
  'search',
  'breach',
  'medical',
  'evacuation',
  'documentation',
  'reunification',
  'logistics',
] as const;
export type TaskKind = (typeof taskKinds)[number];

export const priorities = ['critical', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

export const taskStatuses = [
  'open',
  'en_route',
  'in_progress',
  'blocked',
  'done',
  'verified',
  'cancelled',
] as const;
export type TaskStatus = (typeof taskStatuses)[number];

/** How the team that holds a task came to hold it. */
export const holdings = ['claimed', 'assigned', 'handed_over', 'given_back'] as const;
export type Holding = (typeof holdings)[number];

export const operationStatuses = ['active', 'closed'] as const;
export type OperationStatus = (typeof operationStatuses)[number];
