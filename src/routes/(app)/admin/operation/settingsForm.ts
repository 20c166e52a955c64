/** The form of the operation's settings: what stands in its inputs, and what that means. */
import type { FieldChanges, OperationFields } from '$lib/domain/mutations';
import { defaultLockRules } from '$lib/domain/lease';
import { err, ok, type Result } from '$lib/domain/result';
import type { Operation, OperationSettings } from '$lib/domain/rows';
import { defaultTimeZone } from '$lib/i18n/dates';
import { changesBetween } from '../changes';
import { countOf, namesOf, textOf } from '../reading';
import { checkTileUrl, type TileUrlFault } from './tileUrl';

export interface SettingsForm {
  nameEn: string;
  nameAr: string;
  /** A date as an input holds it, or "". */
  startsOn: string;
  tileUrl: string;
  tileAttribution: string;
  graceMinutes: string;
  lockHours: string;
  idleMinutes: string;
  leaseHours: string;
  pinRequired: boolean;
  timeZone: string;
}

/** The fields that are wrong, each with why. */
export interface SettingsFormError {
  type: 'settings_form';
  name?: 'missing';
  tileUrl?: TileUrlFault;
  tileAttribution?: 'missing';
  graceMinutes?: 'not_minutes';
  lockHours?: 'not_hours';
  idleMinutes?: 'not_minutes';
  leaseHours?: 'not_hours' | 'shorter_than_lock';
}

type Fields = Omit<OperationFields, 'status'>;

const { lockAfterHours, leaseHours, idleMinutes } = defaultLockRules;
const maxGraceMinutes = 24 * 60;
const maxLockHours = 24 * 30;
const maxIdleMinutes = 240;
const maxLeaseHours = 24 * 90;

export const settingsFormOf = ({
  name_en,
  name_ar,
  starts_on,
  settings,
}: Fields): SettingsForm => ({
  nameEn: name_en,
  nameAr: name_ar,
  startsOn: starts_on ?? '',
  tileUrl: settings.tile_url ?? '',
  tileAttribution: settings.tile_attribution ?? '',
  graceMinutes: String(settings.checkin_grace_minutes ?? 0),
  lockHours: String(settings.lock_after_hours ?? lockAfterHours),
  idleMinutes: String(settings.lock_idle_minutes ?? idleMinutes),
  leaseHours: String(
    settings.lease_hours ?? Math.max(leaseHours, settings.lock_after_hours ?? lockAfterHours),
  ),
  pinRequired: settings.pin_required ?? false,
  timeZone: settings.time_zone ?? defaultTimeZone,
});

/** Nothing typed stands for the default. */
const isWithin = (count: number | null | undefined, most: number): boolean =>
  count === null || (count !== undefined && count > 0 && count <= most);

export const parseSettings = (form: SettingsForm): Result<Fields, SettingsFormError> => {
  const names = namesOf(form.nameEn, form.nameAr);
  const tileUrl = textOf(form.tileUrl);
  const attribution = textOf(form.tileAttribution);
  const grace = countOf(form.graceMinutes);
  const lock = countOf(form.lockHours);
  const idle = countOf(form.idleMinutes);
  const lease = countOf(form.leaseHours);
  const fault = tileUrl === null ? null : checkTileUrl(tileUrl);

  const error: SettingsFormError = { type: 'settings_form' };
  if (names.name_en === '') error.name = 'missing';
  if (fault) error.tileUrl = fault;
  if (tileUrl !== null && attribution === null) error.tileAttribution = 'missing';
  if (grace === undefined || (grace ?? 0) > maxGraceMinutes) error.graceMinutes = 'not_minutes';
  if (!isWithin(lock, maxLockHours)) error.lockHours = 'not_hours';
  if (!isWithin(idle, maxIdleMinutes)) error.idleMinutes = 'not_minutes';
  if (!isWithin(lease, maxLeaseHours)) error.leaseHours = 'not_hours';
  else if (!error.lockHours && (lease ?? leaseHours) < (lock ?? lockAfterHours))
    error.leaseHours = 'shorter_than_lock';
  if (Object.keys(error).length > 1) return err(error);

  const settings: OperationSettings = {
    ...(tileUrl === null ? {} : { tile_url: tileUrl }),
    ...(tileUrl === null || attribution === null ? {} : { tile_attribution: attribution }),
    checkin_grace_minutes: grace ?? 0,
    lock_after_hours: lock ?? lockAfterHours,
    lock_idle_minutes: idle ?? idleMinutes,
    lease_hours: lease ?? leaseHours,
    pin_required: form.pinRequired,
    time_zone: form.timeZone,
  };
  return ok({ ...names, starts_on: form.startsOn || null, settings });
};

/**
 * What the form changes in the operation as it was opened; null for nothing.
 *
 * @param opened the operation as the author saw it, not as it stands by now
 */
export const settingsChanges = (
  opened: Operation,
  form: SettingsForm,
): Result<FieldChanges<OperationFields> | null, SettingsFormError> => {
  const wanted = parseSettings(form);
  if (!wanted.ok) return wanted;
  const before = parseSettings(settingsFormOf(opened));
  return ok(changesBetween<Fields>(opened, before.ok ? before.value : opened, wanted.value));
};
