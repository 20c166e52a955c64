import { describe, expect, it } from 'vitest';
import type { CareCase } from '$lib/domain/care-rows';
import { linkableCases } from './linkable';

const medic = { role: 'medic', teamId: null } as const;
const person = { found_site_id: 'here' };
const caseRow = (id: string, change: Partial<CareCase> = {}): CareCase => ({
  id,
  operation_id: 'o',
  version: 1,
  created_at: '2024-12-08T11:00:00Z',
  updated_at: '2024-12-08T11:00:00Z',
  deleted_at: null,
  person_id: null,
  site_id: null,
  area_id: null,
  task_id: null,
  team_id: 'team',
  category: null,
  category_at: null,
  handoff: 'triaged',
  handoff_at: '2024-12-08T11:00:00Z',
  handoff_happened_at: '2024-12-08T11:00:00Z',
  handoff_reason: null,
  facility_id: null,
  needs_review: false,
  ...change,
});
const ids = (cases: readonly CareCase[]) => cases.map(({ id }) => id);

describe('the cases that may be a person’s', () => {
  it('are those from the same place first, then the newest', () => {
    const cases = [
      caseRow('old'),
      caseRow('new', { created_at: '2024-12-08T12:00:00Z', site_id: 'elsewhere' }),
      caseRow('near', { created_at: '2024-12-08T10:00:00Z', site_id: 'here' }),
    ];
    expect(ids(linkableCases(medic, cases, person))).toEqual(['near', 'new', 'old']);
    expect(ids(linkableCases(medic, cases, { found_site_id: null }))).toEqual([
      'new',
      'old',
      'near',
    ]);
  });

  it('are none that is linked, or at its end', () => {
    const cases = [caseRow('linked', { person_id: 'p' }), caseRow('died', { handoff: 'died' })];
    expect(linkableCases(medic, cases, person)).toEqual([]);
  });

  it('[M1] are a coordinator’s own team’s, and nobody else’s', () => {
    const cases = [caseRow('own'), caseRow('theirs', { team_id: 'other' })];
    const coordinator = { role: 'coordinator', teamId: 'team' } as const;
    expect(ids(linkableCases(coordinator, cases, person))).toEqual(['own']);
    for (const role of ['observer', 'admin'] as const)
      expect(linkableCases({ role, teamId: 'team' }, cases, person)).toEqual([]);
  });
});
