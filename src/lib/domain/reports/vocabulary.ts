/**
 * The closed lists of reports, in the order in which screens show them.
 * The database holds the same lists as check constraints.
 */

/** A claim is for every member to read; a lead, which may name who told, for those who follow it. */
export const reportKinds = ['claim', 'lead'] as const;
export type ReportKind = (typeof reportKinds)[number];

/**
 * How far a source can be trusted, on the Admiralty scale (NATO AJP-2.1): completely, usually, fairly,
 * not usually, not at all, cannot be judged.
 */
export const reliabilities = ['A', 'B', 'C', 'D', 'E', 'F'] as const;
export type Reliability = (typeof reliabilities)[number];

/**
 * How far the information itself can be believed: confirmed by other sources, probably true, possibly
 * true, doubtful, improbable, cannot be judged. Judged apart from the source.
 */
export const credibilities = ['1', '2', '3', '4', '5', '6'] as const;
export type Credibility = (typeof credibilities)[number];

export const reportStatuses = [
  'unverified',
  'corroborated',
  'disputed',
  'refuted',
  'superseded',
] as const;
export type ReportStatus = (typeof reportStatuses)[number];

/** What a figure counts. */
export const measures = [
  'people_held',
  'people_freed',
  'people_injured',
  'people_dead',
  'people_missing',
] as const;
export type Measure = (typeof measures)[number];

/** What an entry of a report's history is about: the mutations' names. */
export const reportEventKinds = ['create', 'update', 'grade', 'status', 'assign', 'task'] as const;
export type ReportEventKind = (typeof reportEventKinds)[number];
