import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { among, extended, nothing, toggled, wholeOrNothing, type Selection } from './selection';

const order = ['a', 'b', 'c', 'd', 'e'];
const chosen = (selection: Selection) => [...selection.chosen].toSorted();

describe('a selection', () => {
  it('grows from where it began, up and down', () => {
    const down = extended(toggled(nothing, 'b'), order, 'd');
    expect(chosen(down)).toEqual(['b', 'c', 'd']);
    expect(chosen(extended(down, order, 'a'))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('begins at the first that is asked for where nothing was chosen before', () => {
    expect(extended(nothing, order, 'c')).toEqual({ chosen: new Set(['c']), anchor: 'c' });
  });

  it('takes all that is shown, and lets all of it go again', () => {
    const all = wholeOrNothing(toggled(nothing, 'b'), order);
    expect(chosen(all)).toEqual(order);
    expect(wholeOrNothing(all, order)).toEqual(nothing);
  });

  it('is never about what is not shown, whatever was pressed before a filter', () => {
    const press = fc.oneof(
      fc.record({ type: fc.constant('toggle' as const), id: fc.constantFrom(...order) }),
      fc.record({ type: fc.constant('extend' as const), id: fc.constantFrom(...order, 'gone') }),
      fc.record({ type: fc.constant('all' as const), id: fc.constant('') }),
    );
    fc.assert(
      fc.property(fc.array(press), fc.subarray(order), (presses, shown) => {
        const selection = presses.reduce<Selection>((before, { type, id }) => {
          if (type === 'toggle') return toggled(before, id);
          return type === 'all' ? wholeOrNothing(before, order) : extended(before, order, id);
        }, nothing);
        const rows = shown.map((id) => ({ id }));
        expect(among(selection, rows).every(({ id }) => shown.includes(id))).toBe(true);
        expect(chosen(selection).every((id) => order.includes(id))).toBe(true);
      }),
    );
  });
});
