/** The form of the operation's settings: what stands in its inputs, and what that means. */
import type { FieldChanges, OperationFields } from '$lib/domain/mutations';
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
}

type Fields = Omit<OperationFields, 'status'>;

const defaultLockHours = 72;
const maxGraceMinutes = 24 * 60;
const maxLockHours = 24 * 30;

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
  lockHours: String(settings.lock_after_hours ?? defaultLockHours),
  timeZone: settings.time_zone ?? defaultTimeZone,
});

export const parseSettings = (form: SettingsForm): Result<Fields, SettingsFormError> => {
  const names = namesOf(form.nameEn, form.nameAr);
  const tileUrl = textOf(form.tileUrl);
  const attribution = textOf(form.tileAttribution);
  const grace = countOf(form.graceMinutes);
  const lock = countOf(form.lockHours);
  const fault = tileUrl === null ? null : checkTileUrl(tileUrl);

  const error: SettingsFormError = { type: 'settings_form' };
  if (names.name_en === '') error.name = 'missing';
  if (fault) error.tileUrl = fault;
  if (tileUrl !== null && attribution === null) error.tileAttribution = 'missing';
  if (grace === undefined || (grace ?? 0) > maxGraceMinutes) error.graceMinutes = 'not_minutes';
  if (lock === undefined || lock === 0 || (lock ?? 0) > maxLockHours) error.lockHours = 'not_hours';
  if (Object.keys(error).length > 1) return err(error);

  const settings: OperationSettings = {
    ...(tileUrl === null ? {} : { tile_url: tileUrl }),
    ...(tileUrl === null || attribution === null ? {} : { tile_attribution: attribution }),
    checkin_grace_minutes: grace ?? 0,
    lock_after_hours: lock ?? defaultLockHours,
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
