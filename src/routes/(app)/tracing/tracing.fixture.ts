import type { TracingClaim, TracingEvent, TracingRequest } from '$lib/domain/tracing-rows';

const at = '2024-12-08T11:00:00Z';
const synced = () => ({
  id: crypto.randomUUID(),
  operation_id: 'o',
  version: 1,
  created_at: at,
  updated_at: at,
  deleted_at: null,
});

export const requestRow = (change: Partial<TracingRequest> = {}): TracingRequest => ({
  ...synced(),
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
  home_adm1_pcode: null,
  last_site_id: null,
  seeker_name: null,
  seeker_relation: 'unknown',
  seeker_contact: null,
  share_consent: 'none',
  consent_at: null,
  expires_at: null,
  source_record_id: null,
  team_id: null,
  status: 'open',
  status_at: at,
  status_reason: null,
  needs_review: false,
  changed_at: at,
  ...change,
});

export const claimRow = (change: Partial<TracingClaim> = {}): TracingClaim => ({
  ...synced(),
  request_id: 'r',
  person_id: 'p',
  status: 'proposed',
  status_at: at,
  status_reason: null,
  reasons: [],
  proposed_by: null,
  confirmed_first_by: null,
  confirmed_first_at: null,
  confirmed_second_by: null,
  confirmed_second_at: null,
  ...change,
});

export const updatedEvent = (requestId: string, detail: TracingEvent['detail']): TracingEvent => ({
  ...synced(),
  request_id: requestId,
  claim_id: null,
  person_id: null,
  kind: 'updated',
  reason: null,
  actor_id: null,
  actor_role: 'coordinator',
  actor_team_id: null,
  detail,
  device_at: at,
  received_at: at,
  resolved_by: null,
});
