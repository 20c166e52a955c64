/** Evidence and its custody: everything is added, and the chain of each item stays whole. */
import { createHash } from 'node:crypto';
import { custodySteps } from '../../../src/lib/domain/evidence-rows.ts';
import {
  mayExportEvidence,
  mayRecordEvidence,
  mayWriteReports,
} from '../../../src/lib/domain/permissions.ts';
import type { KindsOfWishes } from './wish.ts';
import { placeOf, reasonFor, some, words } from './wish.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const evidenceWishes: KindsOfWishes<
  'evidence.record' | 'evidence.stored' | 'evidence.tie' | 'custody.record'
> = {
  'evidence.record': {
    weight: 4,
    may: mayRecordEvidence,
    make: (seen) => {
      const { dice, nowMs } = seen;
      const entityId = dice.uuid();
      const hasWorking = dice.chance(0.5);
      return {
        entityId,
        payload: {
          sha256: sha256(entityId),
          size_bytes: 1 + dice.int(3_000_000),
          media_type: 'image/jpeg',
          method: dice.pick(['camera', 'file'] as const),
          collected_at: new Date(nowMs).toISOString(),
          ...placeOf(seen),
          ...(dice.chance(0.5) ? { source: dice.pick(words) } : {}),
          ...(hasWorking
            ? { working_sha256: sha256(`${entityId} working`), working_bytes: 90_000 }
            : {}),
        },
      };
    },
  },
  'evidence.stored': {
    weight: 9,
    may: mayRecordEvidence,
    make: ({ dice, replica, author }) => {
      const waiting = replica.all('evidence').filter(({ stored_at }) => stored_at === null);
      const own = waiting.filter(({ actor_id }) => actor_id === author.userId);
      const item = some(dice, dice.chance(0.05) ? waiting : own);
      return item ? { entityId: item.id, payload: {} } : null;
    },
  },
  'evidence.tie': {
    weight: 2,
    may: mayWriteReports,
    make: ({ dice, replica }) => {
      const item = some(dice, replica.all('evidence'));
      const report = dice.chance(0.7) ? some(dice, replica.all('reports')) : undefined;
      return item
        ? { entityId: item.id, payload: { report_id: report?.id ?? null, reason: reasonFor(dice) } }
        : null;
    },
  },
  'custody.record': {
    weight: 6,
    may: mayRecordEvidence,
    make: ({ dice, replica, author }) => {
      const item = some(dice, replica.all('evidence'));
      if (!item) return null;
      const may = custodySteps.filter(
        (step) => step !== 'exported' || mayExportEvidence(author) || dice.chance(0.05),
      );
      const action = dice.pick(may) ?? 'viewed';
      const isPassedOn = action === 'handed_over' || action === 'returned';
      return {
        entityId: item.id,
        payload: {
          action,
          ...(isPassedOn ? { to_party: dice.pick(words) } : {}),
          ...(isPassedOn || action === 'copied' ? { reason: reasonFor(dice) } : {}),
        },
      };
    },
  },
};
