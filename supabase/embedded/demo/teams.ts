import type { Role, Specialty } from '../../../src/lib/domain/vocabulary.ts';
import { organisationId, teamId, type Act, type ActorKey, type TeamKey } from './act.ts';

interface DemoTeam {
  key: TeamKey;
  code: string;
  nameEn: string;
  nameAr: string;
  specialty: Specialty;
}

/** The five special emergency teams that the White Helmets announced on 9 December 2024. */
const teams: readonly DemoTeam[] = [
  {
    key: 'team1',
    code: 'WH-1',
    nameEn: 'Team 1, search and rescue',
    nameAr: 'الفريق 1، البحث والإنقاذ',
    specialty: 'search_and_rescue',
  },
  {
    key: 'team2',
    code: 'WH-2',
    nameEn: 'Team 2, wall breaching',
    nameAr: 'الفريق 2، ثقب الجدران',
    specialty: 'wall_breaching',
  },
  {
    key: 'team3',
    code: 'WH-3',
    nameEn: 'Team 3, iron-door opening',
    nameAr: 'الفريق 3، فتح الأبواب الحديدية',
    specialty: 'door_opening',
  },
  {
    key: 'team4',
    code: 'WH-4',
    nameEn: 'Team 4, dog unit',
    nameAr: 'الفريق 4، الكلاب المدرّبة',
    specialty: 'dog_unit',
  },
  {
    key: 'team5',
    code: 'WH-5',
    nameEn: 'Team 5, medical',
    nameAr: 'الفريق 5، الإسعاف',
    specialty: 'medical',
  },
];

/** The team's code, for the radio. */
export const teamCode = (key: TeamKey): string =>
  teams.find((team) => team.key === key)?.code ?? key;

export interface DemoMember {
  key: ActorKey | 'observer';
  email: string;
  role: Role;
  team: TeamKey | null;
  /** A role, never a person. */
  displayName: string;
}

/** The accounts of the demo, the first of which fills it. example is reserved: no mail can arrive. */
export const members: readonly DemoMember[] = [
  {
    key: 'admin',
    email: 'admin@daylight.example',
    role: 'admin',
    team: null,
    displayName: 'Operations desk · غرفة العمليات',
  },
  ...teams.map(({ key }, index) => ({
    key,
    email: `coordinator.${key}@daylight.example`,
    role: 'coordinator' as const,
    team: key,
    displayName: `Coordinator, team ${index + 1} · منسّق الفريق ${index + 1}`,
  })),
  {
    key: 'medic',
    email: 'medic.team5@daylight.example',
    role: 'medic',
    team: 'team5',
    displayName: 'Medic, team 5 · مسعف الفريق 5',
  },
  {
    key: 'observer',
    email: 'observer@daylight.example',
    role: 'observer',
    team: null,
    displayName: 'Observer, partner organisation · مراقب، منظمة شريكة',
  },
];

export const teamActs: readonly Act[] = teams.map((team) => ({
  by: 'admin',
  at: -960,
  kind: 'team.create',
  entityId: teamId(team.key),
  payload: {
    code: team.code,
    name_en: team.nameEn,
    name_ar: team.nameAr,
    specialty: team.specialty,
    organisation_id: organisationId,
  },
}));
