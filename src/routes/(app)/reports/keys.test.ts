import { expect, it } from 'vitest';
import { deskKey } from './keys';

const none = { code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

it.each([
  ['j', { type: 'move', step: 1, withRange: false }],
  ['ArrowUp', { type: 'move', step: -1, withRange: false }],
  ['x', { type: 'choose' }],
  ['s', { type: 'act', what: 'status' }],
  ['Escape', { type: 'none' }],
  ['?', { type: 'help' }],
  ['؟', { type: 'help' }],
  ['Enter', null],
  ['z', null],
])('%s is read', (key, expected) => {
  expect(deskKey({ ...none, key })).toEqual(expected);
});

it('with Shift a move takes what lies on its way', () => {
  expect(deskKey({ ...none, key: 'J', shiftKey: true })).toEqual({
    type: 'move',
    step: 1,
    withRange: true,
  });
});

it('an Arabic keyboard is read by where the keys are', () => {
  expect(deskKey({ ...none, key: 'ت', code: 'KeyJ' })).toMatchObject({ step: 1 });
  expect(deskKey({ ...none, key: 'ء', code: 'KeyX' })).toEqual({ type: 'choose' });
});

it('what the browser has with Control, Alt or Command stays the browser’s', () => {
  for (const held of ['ctrlKey', 'altKey', 'metaKey'] as const)
    expect(deskKey({ ...none, key: 'a', [held]: true })).toBeNull();
});
