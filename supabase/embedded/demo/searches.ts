import type { SearchMethod, SearchResult } from '../../../src/lib/domain/vocabulary.ts';
import { areaId, demoId, isoAt, teamId, type Act, type TeamKey } from './act.ts';
import { rooms } from './areas.ts';

/** A team goes through the rooms under a path, in order, `minutesEach` apart. */
interface Sweep {
  under: string;
  by: TeamKey;
  startAt: number;
  minutesEach: number;
  method: SearchMethod;
  result: SearchResult;
  /** Rooms whose result differs, by path. */
  except?: Readonly<Record<string, readonly [SearchResult, note?: string]>>;
  note?: string;
}

const sweep = (
  under: string,
  by: TeamKey,
  startAt: number,
  method: SearchMethod,
  result: SearchResult,
  more: Pick<Sweep, 'except' | 'note'> & { minutesEach?: number } = {},
): Sweep => ({ under, by, startAt, minutesEach: 4, method, result, ...more });

const sweeps: readonly Sweep[] = [
  sweep('adra', 'team1', -915, 'visual', 'nothing_found', { minutesEach: 3 }),
  sweep('adra', 'team3', -885, 'visual', 'nothing_found', { minutesEach: 3 }),
  sweep('red/g/a', 'team3', -860, 'visual', 'people_found', { note: 'فُتح الباب، خرجوا مشيًا.' }),
  sweep('red/g/b', 'team3', -842, 'visual', 'people_found'),
  sweep('red/g/c', 'team3', -824, 'visual', 'nothing_found', {
    except: { 'red/g/c/4': ['people_found', 'Two need carrying. اثنان بحاجة إلى نقالة.'] },
  }),
  sweep('red/f1', 'team1', -800, 'visual', 'nothing_found', {
    except: {
      'red/f1/a/2': ['people_found', 'A woman with a small child. امرأة مع طفل صغير.'],
      'red/f1/b/4': ['inaccessible', 'Lock jammed, iron-door team asked. القفل عالق.'],
    },
  }),
  sweep('red/f2', 'team1', -720, 'visual', 'nothing_found'),
  sweep('red/g', 'team1', -630, 'visual', 'nothing_found', {
    except: {
      'red/g/hub/control': ['inaccessible', 'لا رموز للأبواب الإلكترونية.'],
      'red/g/hub/records': ['sealed_for_evidence', 'Papers on the floor, not touched.'],
    },
  }),
  sweep('red/f1', 'team4', -560, 'dog', 'nothing_found', { minutesEach: 3 }),
  sweep('red/f2/a', 'team4', -500, 'dog', 'nothing_found', { minutesEach: 3 }),
  sweep('red/f2/b', 'team4', -480, 'dog', 'nothing_found', { minutesEach: 3 }),
  sweep('palestine/b1', 'team2', -520, 'breach', 'nothing_found', {
    except: { 'palestine/b1/4': ['inaccessible', 'Flooded. غمرته المياه.'] },
  }),
  sweep('red/b1/a', 'team2', -440, 'breach', 'nothing_found', {
    except: { 'red/b1/a/2': ['people_found', 'أحد عشر شخصًا، بحاجة إلى ماء وضوء خافت.'] },
  }),
  sweep('red/b1/a', 'team4', -400, 'dog', 'nothing_found'),
  sweep('red/b1/b', 'team3', -380, 'visual', 'people_found', {
    except: {
      'red/b1/b/3': ['inaccessible', 'Electronic door, no power. باب إلكتروني بلا كهرباء.'],
    },
  }),
  sweep('white/g', 'team1', -350, 'visual', 'nothing_found', { minutesEach: 5 }),
  sweep('white/g/a', 'team4', -300, 'dog', 'nothing_found'),
  sweep('white/f1/a', 'team1', -290, 'visual', 'nothing_found', {
    except: { 'white/f1/a/4': ['inaccessible'] },
  }),
  sweep('white/b1/a', 'team3', -250, 'technical', 'nothing_found', {
    except: { 'white/b1/a/2': ['inaccessible', 'Needs the saw. يحتاج إلى المنشار.'] },
  }),
  sweep('red/b1/hub/plant', 'team3', -240, 'visual', 'nothing_found'),
  sweep('red/b1/hub/store', 'team1', -225, 'listening', 'nothing_found', {
    note: 'No knocking heard in ten minutes of silence. لا طرق خلال عشر دقائق صمت.',
  }),
  sweep('red/b2/a', 'team1', -205, 'listening', 'nothing_found', {
    minutesEach: 10,
    except: { 'red/b2/a/1': ['inaccessible', 'باب إلكتروني، بلا كهرباء.'] },
  }),
  sweep('red/b2/hub/shaft', 'team2', -170, 'technical', 'nothing_found', {
    note: 'Camera lowered 9 m: dust, no side opening. أُنزلت الكاميرا 9 أمتار.',
  }),
  sweep('red/b1/c', 'team3', -150, 'visual', 'inaccessible', {
    except: { 'red/b1/c/2': ['nothing_found'] },
  }),
];

/** Every search that the teams recorded, negative results included. */
export const searchActs = (now: Date): Act[] =>
  sweeps.flatMap((step) =>
    rooms
      .filter(({ path }) => path === step.under || path.startsWith(`${step.under}/`))
      .map(({ path }, index): Act => {
        const at = step.startAt + index * step.minutesEach;
        const [result, note] = step.except?.[path] ?? [step.result, step.note];
        return {
          by: step.by,
          at,
          kind: 'area.search',
          entityId: areaId(path),
          payload: {
            search_id: demoId(`search ${path} ${step.by} ${step.method}`),
            method: step.method,
            result,
            team_id: teamId(step.by),
            searched_at: isoAt(now, at),
            ...(note === undefined ? {} : { note }),
          },
        };
      }),
  );
