/** What every wish is made from: what its author sees on the screen, and chance. */
import type { Mutation, MutationKind, Payloads } from '../../../src/lib/domain/mutations.ts';
import type { Author } from '../../../src/lib/sync/layer.ts';
import type { Replica } from '../../../src/lib/sync/replica.ts';
import type { Dice } from '../dice.ts';

export type Wish = {
  [K in MutationKind]: { kind: K; entityId: string; payload: Payloads[K] };
}[MutationKind];

export interface Seen {
  replica: Replica;
  author: Author;
  dice: Dice;
  nowMs: number;
  /** How many of a kind were made so far on all phones, without those that were refused. */
  standing: (kind: MutationKind) => number;
  /** The rows that a kind was to take away, whoever asked for it: they are on no phone any more. */
  takenAway: (kind: MutationKind) => readonly string[];
  /** What this person has just recorded. */
  last: Mutation | null;
}

/** Null when there is nothing on the screen to do it to. */
export type Make = (seen: Seen) => Wish | null;

/** How often a kind is wished for, by whom, and what it asks for then. */
export interface KindOfWish<K extends MutationKind> {
  weight: number;
  /** Who else asks for it does so seldom, and in vain. */
  may: (author: Author) => boolean;
  /** Null when there is nothing on the screen to do it to. */
  make: (seen: Seen) => { entityId: string; payload: Payloads[K] } | null;
}
export type KindsOfWishes<K extends MutationKind> = { [Kind in K]: KindOfWish<Kind> };

export const words = [
  'north gate',
  'جدار خلفي',
  'keys are missing',
  'دفتر الأسماء',
  'two cells',
  'لا كهرباء',
] as const;

/** In an order that is the same on every phone that has the same rows. */
export const inOrder = <T extends { id: string }>(rows: readonly T[]): T[] =>
  rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** Most people work on the same few rows: so they get in each other's way. */
export const some = <T extends { id: string }>(dice: Dice, rows: readonly T[]): T | undefined =>
  dice.pickUnevenly(inOrder(rows));

/** Mostly given where one is asked for. */
export const reasonFor = (dice: Dice): string => (dice.chance(0.92) ? dice.pick(words) : ' ');

/** What was taken away comes back, now and then, by whoever remembers that it was there. */
export const broughtBack = ({ dice, takenAway }: Seen, kind: MutationKind) => {
  const entityId = dice.chance(0.12) ? dice.pick(takenAway(kind)) : undefined;
  return entityId
    ? { entityId, payload: { set: { deleted: false }, base: { deleted: true } } }
    : null;
};

/** A site, or a room of it with its site; both null for no place. */
export const placeOf = ({
  replica,
  dice,
}: Seen): { site_id: string | null; area_id: string | null } => {
  const area = dice.chance(0.4) ? some(dice, replica.all('site_areas')) : undefined;
  const site = dice.chance(0.7) ? some(dice, replica.all('sites')) : undefined;
  return { site_id: area?.site_id ?? site?.id ?? null, area_id: area?.id ?? null };
};
