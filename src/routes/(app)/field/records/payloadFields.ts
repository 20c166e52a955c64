/** The fields of each kind of record, as a person may correct them: what the server accepts, in a form. */
import type { MutationKind } from '$lib/domain/mutations';
import type { FieldRule, FieldSpec } from './fieldRules';
import { changeSpecs, occasionalSpecs, ownSpecs, settingSpecs } from './payloadSpecs';

/** The fields that a form shows for a record: all of its kind, and of a change those that it sets. */
export const fieldsOf = (kind: MutationKind, payload: object): FieldSpec[] => {
  const specs = ownSpecs[kind];
  if (specs) {
    const extra = Object.entries(occasionalSpecs).filter(([field]) => field in payload);
    return specsOf([], [...Object.entries(specs), ...extra]);
  }
  const set = 'set' in payload && isObject(payload.set) ? payload.set : {};
  const inSet = Object.entries(changeSpecs[kind] ?? {}).filter(([field]) => field in set);
  const inSettings = 'settings' in set && isObject(set.settings) ? set.settings : {};
  return [
    ...specsOf(['set'], inSet),
    ...specsOf(
      ['set', 'settings'],
      Object.entries(settingSpecs).filter(([field]) => field in inSettings),
    ),
  ];
};

const specsOf = (
  under: readonly string[],
  entries: readonly (readonly [string, readonly [FieldRule, FieldSpec['empty']]])[],
): FieldSpec[] =>
  entries.map(([field, [rule, empty]]) => ({ path: [...under, field], rule, empty }));

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
