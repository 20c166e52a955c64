import type { MutationKind } from '$lib/domain/mutations';
import { m } from '$lib/paraglide/messages.js';

/** What a record is called in lists of what waits, what was refused and what was logged. */
export const mutationWords: Readonly<Record<MutationKind, () => string>> = {
  'task.create': m.domain_mutation_task_create,
  'task.update': m.domain_mutation_task_update,
  'task.status': m.domain_mutation_task_status,
  'task.claim': m.domain_mutation_task_claim,
  'task.hand_over': m.domain_mutation_task_hand_over,
  'task.comment': m.domain_mutation_task_comment,
  'team.status': m.domain_mutation_team_status,
  'team.checkin': m.domain_mutation_team_checkin,
  'site.create': m.domain_mutation_site_create,
  'site.update': m.domain_mutation_site_update,
  'area.create': m.domain_mutation_area_create,
  'area.update': m.domain_mutation_area_update,
  'area.search': m.domain_mutation_area_search,
  'team.create': m.domain_mutation_team_create,
  'team.update': m.domain_mutation_team_update,
  'operation.update': m.domain_mutation_operation_update,
  'record.discard': m.domain_mutation_record_discard,
  'release.record': m.domain_mutation_release_record,
  'person.create': m.domain_mutation_person_create,
  'person.update': m.domain_mutation_person_update,
  'person.merge': m.domain_mutation_person_merge,
  'person.unmerge': m.domain_mutation_person_unmerge,
  'care.open': m.domain_mutation_care_open,
  'care.triage': m.domain_mutation_care_triage,
  'care.observe': m.domain_mutation_care_observe,
  'care.step': m.domain_mutation_care_step,
  'care.link': m.domain_mutation_care_link,
  'facility.report': m.domain_mutation_facility_report,
};
