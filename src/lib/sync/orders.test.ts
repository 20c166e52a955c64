/** Any order of taps, losses, repeats and silences ends in the same rows, and never flickers. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TaskStatus } from '../domain/vocabulary.ts';
import { nextStatuses } from '../domain/transitions.ts';
import type { Phone } from './testing/phone.ts';
import { calm, livePhone } from './testing/phone.ts';
import { taskRow, uuid } from './testing/rows.ts';

const tasks = [uuid('7', 1), uuid('7', 2), uuid('7', 3)];

type Step = (phone: Phone, seen: Seen) => Promise<void>;

/** What this person has recorded, and must see from then on. */
interface Seen {
  comments: string[];
}

const task = fc.constantFrom(...tasks);
const when = async (isPossible: boolean, act: () => Promise<void>) => {
  if (isPossible) await act();
};

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: task.map((id): Step => async (phone, { comments }) => {
      comments.push(await phone.tap('task.comment', id, { body: 'noted' }));
    }),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(task, fc.nat(5)).map(([id, choice]): Step => async (phone) => {
      const status = phone.engine.replica.get('tasks', id)?.status;
      const to = status && nextStatuses(status)[choice];
      if (to) await phone.tap('task.status', id, { status: to, reason: 'as ordered' });
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(task, fc.nat(5), fc.boolean())
      .map(([id, choice, partial]): Step => (phone) => {
        const row = phone.server.get('tasks', id);
        const to: TaskStatus | undefined = row && nextStatuses(row.status)[choice];
        if (row && to) phone.server.change({ tasks: [{ ...row, status: to }] }, { partial });
        return Promise.resolve();
      }),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom<'apply' | 'pull'>('apply', 'pull').map(
      (kind): Step =>
        ({ network }) =>
          when(network.waiting(kind) > 0, () => network.deliver(kind)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<'apply' | 'pull'>('apply', 'pull').map(
      (kind): Step =>
        ({ network }) =>
          when(network.waiting(kind) > 0, () => network.loseAnswer(kind)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<'apply' | 'pull'>('apply', 'pull').map(
      (kind): Step =>
        ({ network }) =>
          when(network.waiting(kind) > 0, () => network.fail(kind)),
    ),
  },
  {
    weight: 5,
    arbitrary: fc.nat(3).map(
      (index): Step =>
        ({ network }) =>
          network.hear(Math.min(index, network.messages.length - 1)),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Step>(({ network }) => network.tell(network.messages[0])) },
  {
    weight: 1,
    arbitrary: fc.constant<Step>(({ network }) => {
      network.messages.shift();
      return Promise.resolve();
    }),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 90_000 }).map(
      (ms): Step =>
        ({ timers }) =>
          timers.advance(ms),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((phone) => phone.reopen()) },
  { weight: 1, arbitrary: fc.constant<Step>(({ network }) => network.join()) },
);

const shownComments = ({ engine: { replica } }: Phone): Set<string> =>
  new Set(tasks.flatMap((id) => replica.by('task_events', id).map((event) => event.id)));

test('[K1] [K2] [K4] [W4] [B5] every recorded thing arrives once, stays on the screen, and all agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 40 }), async (script) => {
      const phone = await livePhone({ rows: { tasks: tasks.map((id) => taskRow(id)) } });
      const seen: Seen = { comments: [] };
      for (const step of script) {
        await step(phone, seen);
        const shown = shownComments(phone);
        for (const id of seen.comments) expect(shown).toContain(id);
      }
      await calm(phone);

      expect(
        phone.engine.replica.records.filter(
          ({ state }) => state !== 'conflict' && state !== 'refused',
        ),
      ).toEqual([]);
      for (const id of seen.comments) expect(phone.server.log.get(id)?.outcome).toBe('applied');
      for (const table of ['tasks', 'task_events'] as const) {
        const byId = (rows: readonly { id: string }[]) =>
          rows.toSorted((a, b) => a.id.localeCompare(b.id));
        expect(byId(phone.engine.replica.all(table))).toEqual(byId(phone.server.all(table)));
      }
      phone.engine.close();
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('[K3] mutations of one task arrive in the order in which they were made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 40 }), async (script) => {
      const phone = await livePhone({ rows: { tasks: tasks.map((id) => taskRow(id)) } });
      for (const step of script) await step(phone, { comments: [] });
      await calm(phone);
      const firstArrivals = [...new Set(phone.network.batches.flat())];
      expect(firstArrivals).toEqual(firstArrivals.toSorted());
      phone.engine.close();
    }),
    { numRuns: 75 },
  );
}, 60_000);
