import {
  handoffRefusal,
  handoffStep,
  medicOf,
  setOutBy,
  type HandoffRequest,
} from '../domain/care/handoff.ts';
import type { TriagePayload } from '../domain/care-payloads.ts';
import type { CareCase, CareEvent } from '../domain/care-rows.ts';
import type { Mutation } from '../domain/mutations.ts';
import type { Author, Effects, Layer } from './layer.ts';
import { newRow } from './layer.ts';
import { withoutBlanks } from './merge.ts';

type CareMutation = Extract<Mutation, { kind: `care.${string}` | 'facility.report' }>;

/** Undefined also when the server's own entry is here: what it did is in the rows already. */
const caseFor = (layer: Layer, { id, entity_id }: CareMutation): CareCase | undefined =>
  layer.isKnown('care_events', id) || layer.isKnown('triage_entries', id)
    ? undefined
    : layer.get('care_cases', entity_id);

const authorOf = ({ userId, teamId }: Author) => ({ actor_id: userId, actor_team_id: teamId });

const putEvent = (
  layer: Layer,
  mutation: CareMutation,
  author: Author,
  care: Pick<CareCase, 'id' | 'team_id'>,
  said: Pick<CareEvent, 'kind'> & Partial<CareEvent>,
): void =>
  layer.put('care_events', {
    ...newRow(mutation.id, mutation),
    case_id: care.id,
    team_id: care.team_id,
    from_status: null,
    to_status: null,
    reason: null,
    facility_id: null,
    person_id: null,
    outcome: 'applied',
    conflict_reason: null,
    before_status: null,
    before_facility_id: null,
    before_person_id: null,
    ...authorOf(author),
    actor_role: author.role,
    happened_at: mutation.device_at,
    received_at: mutation.device_at,
    resolved_at: null,
    ...said,
  });

/** A coordinator sees the category of a case, and none of the looks that it comes from. */
const putTriage = (
  layer: Layer,
  mutation: CareMutation,
  author: Author,
  { category, method, path = [] }: TriagePayload,
): void => {
  if (author.role !== 'medic') return;
  layer.put('triage_entries', {
    ...newRow(mutation.id, mutation),
    case_id: mutation.entity_id,
    category,
    method,
    path,
    triaged_at: mutation.device_at,
    ...authorOf(author),
  });
};

/** Marks conflicts of this case as decided [C6]. @returns whether there was one */
const decide = (layer: Layer, { entity_id, device_at }: CareMutation, resolves: string[]) => {
  const open = layer.by('care_events', entity_id).filter(isOpenConflict);
  const decided = open.filter(({ id }) => resolves.includes(id));
  for (const event of decided) layer.put('care_events', { ...event, resolved_at: device_at });
  return decided.length > 0;
};

const isOpenConflict = ({ outcome, resolved_at }: CareEvent): boolean =>
  outcome === 'conflict' && resolved_at === null;

/** Lays what was said over its case, with its entry in the history, unless it changes nothing. */
const onCase = (
  layer: Layer,
  mutation: Extract<CareMutation, { kind: 'care.step' | 'care.link' }>,
  author: Author,
  care: CareCase,
  changes: Partial<CareCase>,
  said: Pick<CareEvent, 'kind'> & Partial<CareEvent>,
): void => {
  const isDeciding = decide(layer, mutation, mutation.payload.resolves ?? []);
  if (!isDeciding && Object.keys(changes).length === 0) return;
  putEvent(layer, mutation, author, care, said);
  layer.put('care_cases', {
    ...care,
    ...changes,
    needs_review:
      care.needs_review && (!isDeciding || layer.by('care_events', care.id).some(isOpenConflict)),
    updated_at: mutation.device_at,
  });
};

const movedTo = (handoff: CareCase['handoff'], { device_at }: CareMutation) => ({
  handoff,
  handoff_at: device_at,
  handoff_happened_at: device_at,
});

export const careEffects: Effects<CareMutation['kind']> = {
  'care.open': (layer, mutation, author) => {
    const { entity_id: id, device_at, payload } = mutation;
    if (layer.get('care_cases', id)) return;
    const { triage, area_id = null, ...rest } = payload;
    const site = area_id === null ? undefined : layer.get('site_areas', area_id)?.site_id;
    const care: CareCase = {
      ...newRow(id, mutation),
      person_id: rest.person_id ?? null,
      site_id: site ?? rest.site_id ?? null,
      area_id,
      task_id: rest.task_id ?? null,
      team_id: author.teamId,
      category: triage?.category ?? null,
      category_at: triage ? device_at : null,
      ...movedTo(triage ? 'triaged' : 'registered', mutation),
      handoff_reason: null,
      facility_id: null,
      needs_review: false,
    };
    layer.put('care_cases', care);
    if (triage) putTriage(layer, mutation, author, triage);
    const { handoff, person_id } = care;
    putEvent(layer, mutation, author, care, { kind: 'open', to_status: handoff, person_id });
  },

  'care.triage': (layer, mutation, author) => {
    const care = caseFor(layer, mutation);
    if (!care) return;
    putTriage(layer, mutation, author, mutation.payload);
    const isFirst = care.handoff === 'registered';
    if (isFirst)
      putEvent(layer, mutation, author, care, {
        kind: 'step',
        from_status: 'registered',
        to_status: 'triaged',
        before_status: 'registered',
      });
    layer.put('care_cases', {
      ...care,
      category: mutation.payload.category,
      category_at: mutation.device_at,
      ...(isFirst ? movedTo('triaged', mutation) : {}),
      updated_at: mutation.device_at,
    });
  },

  'care.observe': (layer, mutation, author) => {
    const { id, entity_id, device_at } = mutation;
    const isShown = author.role === 'medic' && layer.get('care_cases', entity_id) !== undefined;
    if (!isShown || layer.isKnown('care_observations', id)) return;
    layer.put('care_observations', {
      ...newRow(id, mutation),
      case_id: entity_id,
      signs: [],
      needs: [],
      weight_kg: null,
      height_cm: null,
      breaths_per_min: null,
      pulse_per_min: null,
      weight_loss_percent: null,
      days_of_little_intake: null,
      low_electrolytes: null,
      alcohol_or_drugs: null,
      note: null,
      observed_at: device_at,
      ...authorOf(author),
      ...withoutBlanks(mutation.payload),
    });
  },

  'care.step': (layer, mutation, author) => {
    const care = caseFor(layer, mutation);
    if (care?.deleted_at !== null) return;
    const { from, to, reason = '', facility_id = null } = mutation.payload;
    const isElsewhere = facility_id !== null && facility_id !== care.facility_id;
    const namesFacility = (handoffStep(from, to)?.facility ?? null) !== null;
    if (care.handoff !== to && care.handoff !== from) return;
    if (isElsewhere && (care.handoff === to || !namesFacility)) return;
    const request: HandoffRequest = {
      to,
      reason,
      facilityId: facility_id,
      medicOf: medicOf(author, care, setOutBy(layer.by('care_events', care.id))),
    };
    if (care.handoff !== to && handoffRefusal(care, request)) return;
    const why = reason.trim() === '' ? null : reason;
    const moved = { handoff_reason: why, facility_id: facility_id ?? care.facility_id };
    const changes = care.handoff === to ? {} : { ...movedTo(to, mutation), ...moved };
    onCase(layer, mutation, author, care, changes, {
      kind: 'step',
      from_status: from,
      to_status: to,
      reason: why,
      facility_id,
      before_status: care.handoff,
      before_facility_id: care.facility_id,
    });
  },

  'care.link': (layer, mutation, author) => {
    const care = caseFor(layer, mutation);
    if (care?.deleted_at !== null) return;
    const { person_id, from_person_id = null } = mutation.payload;
    const isSame = care.person_id === person_id;
    if (!isSame && care.person_id !== from_person_id) return;
    onCase(layer, mutation, author, care, isSame ? {} : { person_id }, {
      kind: 'link',
      person_id,
      before_person_id: care.person_id,
    });
  },

  'facility.report': (layer, mutation, author) => {
    const { id, entity_id, device_at, payload } = mutation;
    if (!layer.get('sites', entity_id) || layer.isKnown('facility_reports', id)) return;
    layer.put('facility_reports', {
      ...newRow(id, mutation),
      site_id: entity_id,
      bed_kind: null,
      beds_total: null,
      beds_free: null,
      services: null,
      reported_at: device_at,
      ...authorOf(author),
      ...payload,
    });
  },
};
