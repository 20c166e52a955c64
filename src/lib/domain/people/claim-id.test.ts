import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claimId } from './claim-id.ts';

test('[F1] the claim of a request on a person has one id, on whatever phone it is proposed', () => {
  const request = '4f2a0c11-6a1e-4b6e-9a55-0d7c9b1e2f30';
  const person = '0b9d3a70-1c2d-4e3f-8a1b-2c3d4e5f6a7b';
  expect(claimId(request, person)).toBe('44b73661-7633-8551-904e-2141d541454b');
  expect(claimId(request, person)).toBe(claimId(request.toUpperCase(), person));
});

test('[F1] another request, or another person, makes another claim', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.uuid(), (request, one, other) => {
      fc.pre(one.slice(0, 8) !== other.slice(0, 8));
      const id = claimId(request, one);
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
      expect(claimId(request, other)).not.toBe(id);
    }),
  );
});
