/** What a field of a record may hold. */
export type FieldRule =
  | { type: 'text'; most: number; long?: true }
  | { type: 'choice'; list: readonly string[] }
  | { type: 'number'; low: number; high: number; whole: boolean }
  | { type: 'time' }
  | { type: 'date' }
  | { type: 'yes_no' }
  /** A list of short texts, one in each line. */
  | { type: 'lines'; most: number }
  | {
      type: 'row';
      table: 'sites' | 'site_areas' | 'teams' | 'organisations' | 'governorates' | 'reports';
    };

export interface FieldSpec {
  /** Where it stands in the payload. */
  path: readonly string[];
  rule: FieldRule;
  /** What an empty input means: nothing is not allowed, null, or that the field is left out. */
  empty: 'error' | 'null' | 'absent';
}

export const name: FieldRule = { type: 'text', most: 200 };
export const short: FieldRule = { type: 'text', most: 500, long: true };
export const long: FieldRule = { type: 'text', most: 4000, long: true };
export const choice = (list: readonly string[]): FieldRule => ({ type: 'choice', list });
export const row = (table: Extract<FieldRule, { type: 'row' }>['table']): FieldRule => ({
  type: 'row',
  table,
});
export const whole = (low: number, high: number): FieldRule => ({
  type: 'number',
  low,
  high,
  whole: true,
});
export const number = (low: number, high: number): FieldRule => ({
  type: 'number',
  low,
  high,
  whole: false,
});
export const yesNo: FieldRule = { type: 'yes_no' };
export const time: FieldRule = { type: 'time' };
