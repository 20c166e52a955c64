/** Finds tasks by words among thousands: each row's texts are folded once, and read in short tasks. */
import type { Site, SiteArea, Task, Team } from '$lib/domain/rows';
import type { TaskKind } from '$lib/domain/vocabulary';
import { fold } from '$lib/i18n/fold';
import { taskKindWords } from '$lib/i18n/labels';

type Names = Pick<SiteArea, 'name_en' | 'name_ar'>;
type SiteNames = Names & Pick<Site, 'code' | 'aliases'>;
type TeamNames = Names & Pick<Team, 'code'>;

/** What a task names. */
export interface Surroundings {
  site: (id: string | null) => SiteNames | undefined;
  area: (id: string | null) => Names | undefined;
  team: (id: string | null) => TeamNames | undefined;
}

/** The words of a search, as texts are compared. */
export const wantedWords = (text: string): string[] => fold(text).split(/\s+/u).filter(Boolean);

/** Tasks read before the next look at the time. */
const sliceTasks = 100;

export class TaskSearch {
  readonly #around: Surroundings;
  /** By row: a changed row is another one, so nothing here is ever out of date. */
  readonly #folded = new WeakMap<object, string>();
  readonly #kinds = new Map<TaskKind, string>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /**
   * @param pause awaited between two slices
   * @returns the ids of the tasks that have every word; null when `signal` has ended the search
   */
  async find(
    tasks: readonly Task[],
    wanted: readonly string[],
    pause: () => Promise<void>,
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | null> {
    const found = new Set<string>();
    for (let from = 0; from < tasks.length; from += sliceTasks) {
      for (const task of tasks.slice(from, from + sliceTasks))
        if (this.has(task, wanted)) found.add(task.id);
      await pause();
      if (signal.aborted) return null;
    }
    return found;
  }

  /** Whether each word is in the task's own texts or in a name around it, in either language. */
  has(task: Task, wanted: readonly string[]): boolean {
    const texts = [
      this.#text(task, ({ code, title, details }) => [code, title, details]),
      this.#kind(task.kind),
      this.#text(this.#around.site(task.site_id), namesOfSite),
      this.#text(this.#around.area(task.area_id), names),
      this.#text(this.#around.team(task.team_id), namesOfTeam),
    ];
    return wanted.every((word) => texts.some((text) => text.includes(word)));
  }

  #text<R extends object>(row: R | undefined, texts: (row: R) => (string | null)[]): string {
    if (!row) return '';
    const known = this.#folded.get(row);
    if (known !== undefined) return known;
    const folded = fold(texts(row).filter(Boolean).join(' '));
    this.#folded.set(row, folded);
    return folded;
  }

  #kind(kind: TaskKind): string {
    const folded = this.#kinds.get(kind) ?? fold(taskKindWords[kind]());
    this.#kinds.set(kind, folded);
    return folded;
  }
}

const names = ({ name_en, name_ar }: Names) => [name_en, name_ar];
const namesOfSite = (site: SiteNames) => [...names(site), site.code, ...site.aliases];
const namesOfTeam = (team: TeamNames) => [...names(team), team.code];
