/** The team form: what stands in its inputs, as texts, and what that means. */
import type { FieldChanges, TeamFields } from '$lib/domain/mutations';
import { err, ok, type Result } from '$lib/domain/result';
import type { Team } from '$lib/domain/rows';
import type { Specialty } from '$lib/domain/vocabulary';
import { changesBetween } from '../changes';
import { namesOf } from '../reading';

export interface TeamForm {
  code: string;
  nameEn: string;
  nameAr: string;
  specialty: Specialty;
  /** "" for none. */
  organisationId: string;
}

/** The fields that are wrong, each with why. */
export interface TeamFormError {
  type: 'team_form';
  code?: 'missing' | 'taken';
  name?: 'missing';
}

type Fields = Omit<TeamFields, 'deleted'>;

export const emptyTeam = (): TeamForm => ({
  code: '',
  nameEn: '',
  nameAr: '',
  specialty: 'search_and_rescue',
  organisationId: '',
});

export const teamFormOf = (team: Team): TeamForm => ({
  code: team.code,
  nameEn: team.name_en,
  nameAr: team.name_ar,
  specialty: team.specialty,
  organisationId: team.organisation_id ?? '',
});

/** @param others the codes of the operation's other teams: a code names one team over the radio */
export const parseTeam = (
  form: TeamForm,
  others: ReadonlySet<string>,
): Result<Fields, TeamFormError> => {
  const code = form.code.trim();
  const names = namesOf(form.nameEn, form.nameAr);
  const error: TeamFormError = { type: 'team_form' };
  if (code === '') error.code = 'missing';
  else if (others.has(code)) error.code = 'taken';
  if (names.name_en === '') error.name = 'missing';
  if (error.code ?? error.name) return err(error);
  return ok({
    code,
    ...names,
    specialty: form.specialty,
    organisation_id: form.organisationId || null,
  });
};

/**
 * What the form changes in the team as it was opened; null for nothing.
 *
 * @param opened the team as the author saw it, not as it stands by now
 */
export const teamChanges = (
  opened: Team,
  form: TeamForm,
  others: ReadonlySet<string>,
): Result<FieldChanges<TeamFields> | null, TeamFormError> => {
  const wanted = parseTeam(form, others);
  if (!wanted.ok) return wanted;
  const before = parseTeam(teamFormOf(opened), new Set());
  return ok(changesBetween<Fields>(opened, before.ok ? before.value : opened, wanted.value));
};
