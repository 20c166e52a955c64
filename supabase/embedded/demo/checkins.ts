import type { TeamStatus } from '../../../src/lib/domain/vocabulary.ts';
import { demoId, isoAt, siteId, teamId, type Act, type TeamKey } from './act.ts';

interface CheckIn {
  team: TeamKey;
  at: number;
  site: string;
  status: TeamStatus;
  /** Minutes from now; absent when the team says that it is out. */
  backAt?: number;
  note?: string;
}

const places: Readonly<Record<string, readonly [lat: number, lon: number, accuracyM: number]>> = {
  'Saidnaya – Red Building': [33.6652, 36.3291, 25],
  'Saidnaya – White Building': [33.6648, 36.3272, 40],
  'Staging area, Saidnaya town': [33.6951, 36.3708, 30],
  'Reception centre, At-Tall': [33.6102, 36.3109, 30],
  'Adra (Damascus Central)': [33.5903, 36.4402, 60],
};
const red = 'Saidnaya – Red Building';
const white = 'Saidnaya – White Building';

/** Written so that exactly one team, the dog unit, is overdue when the demo starts. */
const checkIns: readonly CheckIn[] = [
  { team: 'team1', at: -920, site: 'Adra (Damascus Central)', status: 'on_site', backAt: -860 },
  { team: 'team3', at: -890, site: 'Adra (Damascus Central)', status: 'on_site', backAt: -850 },
  { team: 'team3', at: -865, site: red, status: 'on_site', backAt: -700 },
  { team: 'team1', at: -805, site: red, status: 'on_site', backAt: -600 },
  { team: 'team4', at: -570, site: red, status: 'on_site', backAt: -430 },
  { team: 'team2', at: -450, site: red, status: 'on_site', backAt: -330 },
  {
    team: 'team5',
    at: -360,
    site: 'Reception centre, At-Tall',
    status: 'on_site',
    note: 'سيارتان جاهزتان، واحدة في الطريق.',
  },
  {
    team: 'team4',
    at: -185,
    site: red,
    status: 'on_site',
    backAt: -35,
    note: 'نازلون إلى الطابق السفلي الثاني من البهو. لا إشارة تحت. Going down from the hub, no signal below.',
  },
  {
    team: 'team3',
    at: -140,
    site: red,
    status: 'on_site',
    backAt: 40,
    note: 'Lower floor 1, wing C. Saw and two batteries.',
  },
  {
    team: 'team2',
    at: -55,
    site: white,
    status: 'on_site',
    backAt: 65,
    note: 'بدأنا الثقب من الجدار الجنوبي.',
  },
  { team: 'team1', at: -12, site: red, status: 'on_site', backAt: 110 },
];

export const checkInActs = (now: Date): Act[] =>
  checkIns.map(({ team, at, site, status, backAt, note }) => {
    const [lat, lon, accuracyM] = places[site] ?? [null, null, null];
    return {
      by: team,
      at,
      kind: 'team.checkin',
      entityId: teamId(team),
      payload: {
        checkin_id: demoId(`checkin ${team} ${at}`),
        site_id: siteId(site),
        lat,
        lon,
        accuracy_m: accuracyM,
        status,
        ...(backAt === undefined ? {} : { expected_back_at: isoAt(now, backAt) }),
        ...(note === undefined ? {} : { note }),
      },
    };
  });
