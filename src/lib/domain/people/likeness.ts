/**
 * Whether two records may be one person: a proposal with its reasons, for a person to decide.
 * Nothing is ever merged by it. Names alone never make a strong likeness: among 30,000 people many
 * bear the same given name, father's name and family name.
 */
import { yearsApart, yearsCovered, type Years } from './born.ts';
import {
  aliasSays,
  partLikeness,
  prepareAliases,
  prepareName,
  shareAlias,
  type KnownSpellings,
  type Likeness,
  type PreparedAlias,
  type PreparedName,
} from './name-likeness.ts';
import { nameParts, type NamePart, type PersonName } from './names.ts';
import type { Sex } from './vocabulary.ts';

/** What is compared of a person or of a tracing request. What is not known is null or empty. */
export interface LikenessRecord {
  id: string;
  name: PersonName;
  /** Other names, spellings and numbers by which they were called. */
  alsoKnownAs: readonly string[];
  sex: Sex | null;
  /** From `bornBetween`. */
  born: Years | null;
  /** The p-code of the home, as exact as known: governorate "SY03" to community "C1046". */
  homePcode: string | null;
  /** Where the person was found, or where the family last knew them to be. */
  siteId: string | null;
  /** Codes of a closed list, never a description. */
  marks: readonly string[];
}

export type ReasonKind = NamePart | 'alias' | 'sex' | 'born' | 'home' | 'site' | 'marks';

export interface LikenessResult {
  /** 0 to 1; not a probability. `likenessLevel` says what it is worth. */
  score: number;
  /** What speaks for it, the weightiest first; strength is 1 when it agrees as well as it can. */
  reasons: { kind: ReasonKind; strength: number }[];
  /** What speaks against it, the weightiest first. */
  against: { kind: ReasonKind }[];
}

/** A record made ready for comparison. */
export interface Prepared {
  record: LikenessRecord;
  name: PreparedName;
  aliases: PreparedAlias[];
}

export const prepare = (record: LikenessRecord, known: KnownSpellings = new Map()): Prepared => {
  const name = prepareName(record.name, known);
  return { record, name, aliases: prepareAliases(record.alsoKnownAs, name, known) };
};

/**
 * Hundredths of the score. Each kind counts for itself, so that one fact more can only add when it
 * agrees and only take away when it contradicts.
 * All names of the person's own line together are 65; the mother's name tells namesakes apart, as it
 * does on Syrian identity cards.
 */
const nameWeights: Readonly<Record<NamePart, Readonly<Record<Likeness | 'differs', number>>>> = {
  given: { same: 18, sound: 14, part: 10, slip: 7, differs: -25 },
  father: { same: 16, sound: 12, part: 9, slip: 6, differs: -20 },
  grandfather: { same: 8, sound: 6, part: 4, slip: 3, differs: -6 },
  family: { same: 18, sound: 14, part: 10, slip: 7, differs: -12 },
  mother: { same: 20, sound: 15, part: 12, slip: 8, differs: -20 },
  // One person may be known by several.
  kunya: { same: 3, sound: 3, part: 2, slip: 1, differs: 0 },
};
/** An alias that says a part of the other's name stands for it, as weakly as a slip of the pen. */
const saidByAlias: readonly Exclude<NamePart, 'mother'>[] = [
  'given',
  'father',
  'grandfather',
  'family',
  'kunya',
];
/** So little that all names of the own line and an alias still make no strong likeness. */
const sharedAlias = 6;
const most: Readonly<Record<Exclude<ReasonKind, NamePart>, number>> = {
  alias: saidByAlias.reduce((sum, part) => sum + nameWeights[part].slip, sharedAlias),
  sex: 2,
  born: 14,
  home: 10,
  site: 6,
  marks: 12,
};
const sexDiffers = -50;
const bornFarApart = -30;

/** Ages of people who were starved are guessed this far wrong. */
const nearYears = 3;
const farYears = 8;
/** Two spans that cover a generation agree about nothing. */
const vagueYears = 25;
const perMark = 6;

/** From here a screen may say "probably the same"; below, "possibly". */
export const strong = 0.72;
/** Below this nothing is proposed: a given name and a family name alone stay below. */
export const possible = 0.4;

export type LikenessLevel = 'strong' | 'possible';

export const likenessLevel = (score: number): LikenessLevel | null => {
  if (score >= strong) return 'strong';
  return score >= possible ? 'possible' : null;
};

interface Weighed {
  kind: ReasonKind;
  points: number;
  most: number;
}

/** Compares two records; the order of the two does not matter. */
export const compare = (one: LikenessRecord, other: LikenessRecord): LikenessResult =>
  comparePrepared(prepare(one), prepare(other));

const comparePrepared = (one: Prepared, other: Prepared): LikenessResult => {
  const weighed = [...weighNames(one, other), ...weighFacts(one.record, other.record)];
  const points = weighed.reduce((sum, fact) => sum + fact.points, 0);
  const inOrder = weighed.toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points));
  return {
    score: Math.min(100, Math.max(0, points)) / 100,
    reasons: inOrder
      .filter((fact) => fact.points > 0)
      .map((fact) => ({ kind: fact.kind, strength: fact.points / fact.most })),
    against: inOrder.filter((fact) => fact.points < 0).map(({ kind }) => ({ kind })),
  };
};

const weighNames = (one: Prepared, other: Prepared): Weighed[] => {
  let alias = shareAlias(one.aliases, other.aliases) ? sharedAlias : 0;
  const parts = nameParts.map((part) => {
    const likeness = partLikeness(one.name[part], other.name[part]);
    const isOpen = likeness === null || likeness === 'differs';
    const isSaid = isOpen && isSaidByAlias(part, one, other);
    if (isSaid) alias += nameWeights[part].slip;
    const points = likeness === null || isSaid ? 0 : nameWeights[part][likeness];
    return { kind: part, points, most: nameWeights[part].same };
  });
  return [...parts, { kind: 'alias', points: alias, most: most.alias }];
};

/** Whoever is called by a nickname in one record and by the name in the other contradicts nobody. */
const isSaidByAlias = (part: NamePart, one: Prepared, other: Prepared): boolean =>
  saidByAlias.some((known) => known === part) &&
  (aliasSays(one.aliases, other.name[part]) || aliasSays(other.aliases, one.name[part]));

const weighFacts = (one: LikenessRecord, other: LikenessRecord): Weighed[] => [
  { kind: 'sex', points: sexPoints(one.sex, other.sex), most: most.sex },
  { kind: 'born', points: bornPoints(one.born, other.born), most: most.born },
  { kind: 'home', points: homePoints(one.homePcode, other.homePcode), most: most.home },
  {
    kind: 'site',
    points: one.siteId !== null && one.siteId === other.siteId ? most.site : 0,
    most: most.site,
  },
  { kind: 'marks', points: markPoints(one.marks, other.marks), most: most.marks },
];

const sexPoints = (one: Sex | null, other: Sex | null): number => {
  if (one === null || other === null) return 0;
  return one === other ? most.sex : sexDiffers;
};

const bornPoints = (one: Years | null, other: Years | null): number => {
  if (one === null || other === null) return 0;
  const apart = yearsApart(one, other);
  if (apart > farYears) return bornFarApart;
  if (apart > nearYears) return 0;
  const exactness = 1 - yearsCovered(one, other) / vagueYears;
  return Math.max(0, Math.round(most.born * exactness));
};

/**
 * OCHA's p-codes nest: SY03 governorate, SY0302 district, SY030201 sub-district. Another home is no
 * contradiction: half of the country was displaced.
 */
const homePoints = (one: string | null, other: string | null): number => {
  if (one === null || other === null) return 0;
  if (one === other && one.length !== 4 && one.length !== 6) return most.home;
  if (one.slice(0, 6) === other.slice(0, 6) && Math.min(one.length, other.length) >= 6) return 7;
  return one.slice(0, 4) === other.slice(0, 4) && one.startsWith('SY') ? 4 : 0;
};

const markPoints = (one: readonly string[], other: readonly string[]): number =>
  Math.min(most.marks, perMark * new Set(one.filter((mark) => other.includes(mark))).size);

export interface Ranked extends LikenessResult {
  record: LikenessRecord;
}

/**
 * The candidates that may be the subject, the likeliest first, then by id; without the subject
 * itself, and without those below the threshold.
 */
export const rank = (
  subject: LikenessRecord,
  candidates: readonly LikenessRecord[],
  threshold = possible,
): Ranked[] => {
  const prepared = candidates.map((candidate) => prepare(candidate));
  return rankPrepared(prepare(subject), prepared, threshold);
};

export const rankPrepared = (
  subject: Prepared,
  candidates: readonly Prepared[],
  threshold: number,
): Ranked[] =>
  candidates
    .filter(({ record }) => record.id !== subject.record.id)
    .map((candidate) => ({
      record: candidate.record,
      ...comparePrepared(subject, candidate),
    }))
    .filter(({ score }) => score >= threshold)
    .sort((a, b) => b.score - a.score || (a.record.id < b.record.id ? -1 : 1));
