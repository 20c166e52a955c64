/**
 * The age attributes of HXL 1.1 (+infants, +children …), as somebody at the door sees them, in the
 * order in which screens show them. HXL leaves their bounds to the user: people/born.ts sets ours.
 *
 * People, tracing and care share them, and so does what is handed on of people. Counts of those who came out do not: a tally in a
 * corridor tells women, men, girls and boys apart and no more (care/vocabulary.ts, releaseGroups).
 */
export const knownAgeGroups = ['infant', 'child', 'adolescent', 'adult', 'elderly'] as const;
export type KnownAgeGroup = (typeof knownAgeGroups)[number];

/** As a record has it: `unknown` where nobody could see or say. */
export const ageGroups = [...knownAgeGroups, 'unknown'] as const;
export type AgeGroup = (typeof ageGroups)[number];
