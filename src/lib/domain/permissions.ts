/**
 * Who may ask for what. The database decides (private.may_* functions); the screens use this
 * to offer only what will be granted. tests/db/permissions.test.ts holds the two equal.
 */
import { transition } from './transitions.ts';
import type { Role, TaskStatus } from './vocabulary.ts';

/** The caller in one operation. */
export interface Actor {
  role: Role;
  teamId: string | null;
}

interface HeldTask {
  team_id: string | null;
  done_team_id: string | null;
  status: TaskStatus;
}

const isField = (actor: Actor) => actor.role === 'coordinator' || actor.role === 'medic';
const isOwn = (actor: Actor, teamId: string | null) => teamId !== null && teamId === actor.teamId;

export const mayAdminister = (actor: Actor): boolean => actor.role === 'admin';

export const mayCreateTask = (actor: Actor): boolean => actor.role === 'admin' || isField(actor);

/** Change, hand over or give back a task, and everything that its own team does with it. */
export const mayWorkOnTask = (actor: Actor, task: Pick<HeldTask, 'team_id'>): boolean =>
  actor.role === 'admin' || (isField(actor) && isOwn(actor, task.team_id));

/** Take a task that nobody holds. */
export const mayClaimTask = (actor: Actor, task: Pick<HeldTask, 'team_id' | 'status'>): boolean =>
  isField(actor) &&
  actor.teamId !== null &&
  task.team_id === null &&
  task.status !== 'verified' &&
  task.status !== 'cancelled';

export const mayCommentOnTask = (actor: Actor): boolean => actor.role !== 'observer';

/** Only an admin or a team other than the one that did the work verifies it. */
export const mayVerifyTask = (actor: Actor, task: HeldTask): boolean =>
  actor.role === 'admin' ||
  (isField(actor) && actor.teamId !== null && actor.teamId !== (task.done_team_id ?? task.team_id));

/** The permission for one step of the task's life, on top of the table of transitions. */
export const mayMoveTask = (actor: Actor, task: HeldTask, to: TaskStatus): boolean => {
  if (!transition(task.status, to)) return false;
  return to === 'verified' ? mayVerifyTask(actor, task) : mayWorkOnTask(actor, task);
};

export const mayCheckIn = (actor: Actor, teamId: string): boolean =>
  actor.role === 'admin' || (isField(actor) && isOwn(actor, teamId));

export const maySearchAreas = (actor: Actor): boolean =>
  actor.role === 'admin' || (isField(actor) && actor.teamId !== null);

/** Count who came out. */
export const mayRecordReleases = (actor: Actor): boolean => maySearchAreas(actor);

/** Correct a count of the own team; an admin any. */
export const mayCorrectRelease = (actor: Actor, release: { team_id: string | null }): boolean =>
  actor.role === 'admin' || (isField(actor) && isOwn(actor, release.team_id));

/** Whoever finds a hidden door adds the room behind it: waiting for an admin would cost the night. */
export const mayCreateArea = (actor: Actor): boolean => maySearchAreas(actor);

/** Everyone but the observer is told that a team is overdue. */
export const maySeeAlarms = (actor: Actor): boolean => actor.role !== 'observer';

/** Exact positions of teams: everyone but the observer. */
export const maySeePositions = (actor: Actor): boolean => actor.role !== 'observer';

/** Take figures out of the organisation, without their small numbers. */
export const mayHandOn = (actor: Actor): boolean => actor.role !== 'medic';

/** People and the history of their records: observers see how many there are, and no more. */
export const maySeePeople = (actor: Actor): boolean => actor.role !== 'observer';

/** Record people, change what is recorded, take two records for one and take that back. */
export const mayRecordPeople = (actor: Actor): boolean => actor.role !== 'observer';

/** Take a person's record away, or bring it back. */
export const mayDeletePeople = (actor: Actor): boolean => actor.role === 'admin';

/** Tracing requests, claims and their history: observers see numbers. */
export const maySeeTracing = (actor: Actor): boolean => actor.role !== 'observer';

/** Take a tracing request away with its claims, or bring it back. */
export const mayDeleteTracing = (actor: Actor): boolean => actor.role === 'admin';

/** Erase a person's record or a tracing request for good; in a closed operation, too. */
export const mayErase = (actor: Actor): boolean => actor.role === 'admin';

/** Exchange tracing records with other organisations, as PFIF. */
export const mayExchangeTracing = (actor: Actor): boolean =>
  actor.role === 'admin' || actor.role === 'coordinator';

/** Open a case: a coordinator's is the own team's. */
export const mayOpenCare = ({ role, teamId }: Actor): boolean =>
  role === 'medic' || (role === 'coordinator' && teamId !== null);

/** Triage, hand on and link a case [M1]; a facility's own steps are for medics alone [M2]. */
export const mayCareFor = (actor: Actor, care: { team_id: string | null }): boolean =>
  actor.role === 'medic' || (actor.role === 'coordinator' && isOwn(actor, care.team_id));

/** Signs, needs, measurements and the answers of a triage. */
export const maySeeClinical = ({ role }: Actor): boolean => role === 'medic';

export const mayReportFacility = ({ role }: Actor): boolean => role !== 'observer';

/** Leads, which may hold the code of a door or who told. Claims are for every member. */
export const maySeeLeads = ({ role }: Actor): boolean => role === 'admin' || role === 'coordinator';

/** Write claims and leads, grade them, say how they stand, assign them [D2]. */
export const mayWriteReports = (actor: Actor): boolean => maySeeLeads(actor);

/**
 * Photographs of people have the readers and writers of people; taking one away is for all of them
 * too, and in a closed operation as well [G4].
 */
export const mayRemovePhotos = (actor: Actor): boolean => actor.role !== 'observer';

/** Evidence and its custody: observers see how many items there are, and no more. */
export const maySeeEvidence = ({ role }: Actor): boolean => role !== 'observer';

/** Record evidence, and what becomes of it. */
export const mayRecordEvidence = ({ role }: Actor): boolean => role !== 'observer';

/** Say which report an item was collected for, and put that right [V6], [V7]. */
export const mayTieEvidence = (actor: Actor): boolean => mayWriteReports(actor);

/** A package has an excerpt of the log, which is for admins. */
export const mayExportEvidence = ({ role }: Actor): boolean => role === 'admin';

/** Who works with a phone in the field, and needs its lock most. */
export const isFieldRole = ({ role }: Actor): boolean => role === 'coordinator' || role === 'medic';
