import { expect, test, vi } from 'vitest';
import { Once } from './once';

test('[R10] the screens take once what was begun before them', () => {
  const once = new Once<string>();
  once.make(() => 'a session');
  expect(once.take()).toBe('a session');
  expect(once.take()).toBeNull();
});

test('[R10] screens that were quicker have begun themselves: nothing is begun beside them', () => {
  const once = new Once<string>();
  const session = vi.fn(() => 'a second session');
  expect(once.take()).toBeNull();
  once.make(session);
  expect(session).not.toHaveBeenCalled();
  expect(once.take()).toBeNull();
});
