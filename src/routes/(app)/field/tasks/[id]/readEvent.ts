/** What an entry of a task's history says: its payload, read as the kind of mutation it was. */
import type { TaskFields } from '$lib/domain/mutations';
import type { TaskEvent } from '$lib/domain/rows';
import { priorities, taskKinds, taskStatuses, type TaskStatus } from '$lib/domain/vocabulary';
import * as v from 'valibot';

export type TaskFieldName = keyof TaskFields;

export type FieldChange = {
  [K in TaskFieldName]: { field: K; from: TaskFields[K] | undefined; to: TaskFields[K] };
}[TaskFieldName];

/** One line of the history, still without words. Team ids are null for nobody. */
export type HistoryLine =
  | { type: 'created'; fields: FieldChange[] }
  | { type: 'changed'; fields: FieldChange[] }
  /** A person decided conflicts and left the task as it was. */
  | { type: 'kept' }
  | { type: 'status'; from: TaskStatus | null; to: TaskStatus; reason: string | null }
  | { type: 'claimed'; teamId: string | null; from: string | null }
  | { type: 'handed_over'; teamId: string | null; from: string | null; note: string | null }
  | { type: 'comment'; body: string; help: boolean }
  /** Written by a newer version of the app: shown as such, never hidden. */
  | { type: 'unreadable' };

const text = v.nullish(v.string(), null);
const fields = v.partial(
  v.object({
    kind: v.picklist(taskKinds),
    title: v.nullable(v.string()),
    details: v.nullable(v.string()),
    site_id: v.nullable(v.string()),
    area_id: v.nullable(v.string()),
    priority: v.picklist(priorities),
    due_at: v.nullable(v.string()),
    people_expected: v.nullable(v.number()),
  }),
);
const fieldNames = Object.keys(fields.entries) as TaskFieldName[];

const payloads = {
  create: fields,
  update: v.object({ set: fields, resolves: v.optional(v.array(v.string()), []) }),
  status: v.object({ status: v.picklist(taskStatuses), reason: text }),
  claim: v.object({ team_id: text }),
  hand_over: v.object({ team_id: v.nullable(v.string()), note: text }),
  comment: v.object({ body: v.string(), help: v.optional(v.boolean(), false) }),
};
const before = v.object({
  ...fields.entries,
  status: v.nullish(v.picklist(taskStatuses), null),
  team_id: text,
});

export const readEvent = (event: TaskEvent): HistoryLine => {
  const was = v.safeParse(before, event.before);
  return was.success ? readAs(event, was.output) : { type: 'unreadable' };
};

const readAs = (event: TaskEvent, was: v.InferOutput<typeof before>): HistoryLine => {
  switch (event.kind) {
    case 'create':
      return read(payloads.create, event, (set) => ({ type: 'created', fields: changes(set, {}) }));
    case 'update':
      return read(payloads.update, event, ({ set }) => {
        const changed = changes(set, was);
        return changed.length === 0 ? { type: 'kept' } : { type: 'changed', fields: changed };
      });
    case 'status':
      return read(payloads.status, event, ({ status, reason }) => ({
        type: 'status',
        from: was.status,
        to: status,
        reason,
      }));
    case 'claim':
      return read(payloads.claim, event, ({ team_id }) => ({
        type: 'claimed',
        teamId: team_id ?? event.actor_team_id,
        from: was.team_id,
      }));
    case 'hand_over':
      return read(payloads.hand_over, event, ({ team_id, note }) => ({
        type: 'handed_over',
        teamId: team_id,
        from: was.team_id,
        note,
      }));
    case 'comment':
      return read(payloads.comment, event, (comment) => ({ type: 'comment', ...comment }));
  }
};

const read = <S extends v.GenericSchema>(
  schema: S,
  event: TaskEvent,
  line: (payload: v.InferOutput<S>) => HistoryLine,
): HistoryLine => {
  const payload = v.safeParse(schema, event.payload);
  return payload.success ? line(payload.output) : { type: 'unreadable' };
};

type Fields = v.InferOutput<typeof fields>;

const changes = (set: Fields, was: Fields): FieldChange[] =>
  fieldNames
    .filter((field) => set[field] !== undefined)
    .map((field) => ({ field, from: was[field], to: set[field] }) as FieldChange);
