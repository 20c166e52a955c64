/** The check-in form: what was answered, and the payload that it makes. */
import type { Payloads } from '$lib/domain/mutations';
import { err, ok, type Result } from '$lib/domain/result';
import type { TeamStatus } from '$lib/domain/vocabulary';
import { expectedBackAt, type ExpectedBack } from './expectedBack.ts';
import type { Position } from './position.ts';

export type Where = 'site' | 'here' | 'nowhere';

export interface CheckInForm {
  where: Where;
  /** "" for none chosen. */
  siteId: string;
  position: Position | null;
  /** null while not answered: nobody may be expected, or missed, by accident. */
  back: ExpectedBack | null;
  status: TeamStatus;
  note: string;
}

export type CheckInError =
  { type: 'site_missing' } | { type: 'position_missing' } | { type: 'back_missing' };

type CheckInPayload = Omit<Payloads['team.checkin'], 'checkin_id'>;

/**
 * @param stands the team's status as it stands: it is sent only when it changes
 * @param timeZone of the operation, for a clock time given as the answer
 */
export const parseCheckIn = (
  form: CheckInForm,
  stands: TeamStatus,
  nowMs: number,
  timeZone?: string,
): Result<CheckInPayload, CheckInError> => {
  if (form.where === 'site' && !form.siteId) return err({ type: 'site_missing' });
  if (form.where === 'here' && !form.position) return err({ type: 'position_missing' });
  const back = form.back && expectedBackAt(form.back, nowMs, timeZone);
  if (!back?.ok) return err({ type: 'back_missing' });
  const { position } = form;
  return ok({
    site_id: form.where === 'site' ? form.siteId : null,
    ...(form.where === 'here' && position
      ? { lat: position.lat, lon: position.lon, accuracy_m: position.accuracyM }
      : {}),
    note: form.note.trim() || null,
    expected_back_at: back.value,
    ...(form.status === stands ? {} : { status: form.status }),
  });
};
