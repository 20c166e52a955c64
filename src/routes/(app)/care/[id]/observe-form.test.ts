import { describe, expect, it } from 'vitest';
import { emptyForm, parseObservation } from './observe-form';

const parse = (said: Partial<ReturnType<typeof emptyForm>>) =>
  parseObservation({ ...emptyForm(), ...said });
const texts = (said: object) => ({ ...emptyForm().texts, ...said });

describe('what was observed', () => {
  it('is sent without what nobody asked, and a no is not the same as not asked', () => {
    expect(parse({ signs: ['wasting'], low_electrolytes: 'no' })).toEqual({
      ok: true,
      value: { signs: ['wasting'], low_electrolytes: false },
    });
  });

  it('has its numbers as numbers', () => {
    expect(parse({ texts: texts({ weight_kg: '٤١٫٥', pulse_per_min: '120' }) })).toEqual({
      ok: true,
      value: { weight_kg: 41.5, pulse_per_min: 120 },
    });
  });

  it('is not sent with a number that cannot be, and says which', () => {
    expect(parse({ texts: texts({ height_cm: '1.70', pulse_per_min: '80' }) })).toEqual({
      ok: false,
      error: { type: 'wrong', fields: new Set(['height_cm']) },
    });
  });

  it('is not sent when there is nothing in it', () => {
    expect(parse({ note: '  ' })).toEqual({ ok: false, error: { type: 'empty' } });
  });
});
