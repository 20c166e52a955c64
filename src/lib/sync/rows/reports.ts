import * as v from 'valibot';
import {
  credibilities,
  measures,
  reliabilities,
  reportEventKinds,
  reportKinds,
  reportStatuses,
} from '../../domain/reports/vocabulary.ts';
import { conflictReasons } from '../../domain/mutation-answers.ts';
import { roles } from '../../domain/vocabulary.ts';
import { id, integer, orNull, record, synced, text, time } from './columns.ts';

const reportDetail = v.object({
  old: v.exactOptional(record),
  new: v.exactOptional(record),
  wanted: v.exactOptional(record),
  seen: v.exactOptional(record),
  present: v.exactOptional(record),
});

export const reportSchemas = {
  reports: v.object({
    ...synced,
    kind: v.picklist(reportKinds),
    text,
    measure: orNull(v.picklist(measures)),
    figure_from: orNull(integer),
    figure_to: orNull(integer),
    source: orNull(text),
    reliability: v.picklist(reliabilities),
    credibility: v.picklist(credibilities),
    link: orNull(text),
    site_id: orNull(id),
    area_id: orNull(id),
    adm1_pcode: orNull(text),
    access_code: orNull(text),
    informant: orNull(text),
    status: v.picklist(reportStatuses),
    status_reason: orNull(text),
    status_at: time,
    superseded_by: orNull(id),
    assigned_team_id: orNull(id),
    assigned_at: orNull(time),
    task_id: orNull(id),
    team_id: orNull(id),
    reported_at: time,
    needs_review: v.boolean(),
  }),
  report_events: v.object({
    ...synced,
    report_id: id,
    report_kind: v.picklist(reportKinds),
    kind: v.picklist(reportEventKinds),
    reason: orNull(v.picklist(conflictReasons)),
    why: orNull(text),
    actor_id: orNull(id),
    actor_role: v.picklist(roles),
    actor_team_id: orNull(id),
    detail: reportDetail,
    device_at: time,
    received_at: time,
    resolved_by: orNull(id),
  }),
};
