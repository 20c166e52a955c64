/** What a key asks for at the desk. */
import type { ReportAsk } from './bulk';

export type DeskKey =
  | { type: 'move'; step: 1 | -1; withRange: boolean }
  | { type: 'act'; what: ReportAsk['type'] }
  | { type: 'choose' | 'all' | 'none' | 'new' | 'search' | 'help' };

const moves: Readonly<Record<string, 1 | -1>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const acts: Readonly<Record<string, ReportAsk['type']>> = { s: 'status', g: 'grade', e: 'assign' };
const others: Readonly<
  Record<string, Exclude<DeskKey, { step: unknown } | { what: unknown }>['type']>
> = { x: 'choose', a: 'all', Escape: 'none', n: 'new', '/': 'search', '?': 'help' };

/** The keys by where they are, for keyboards whose letters are Arabic. */
const byPlace: Readonly<Record<string, string>> = {
  KeyJ: 'j',
  KeyK: 'k',
  KeyX: 'x',
  KeyA: 'a',
  KeyS: 's',
  KeyG: 'g',
  KeyE: 'e',
  KeyN: 'n',
};

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** Null for a key that is the browser's. */
export const deskKey = ({
  key,
  code,
  shiftKey,
  ctrlKey,
  altKey,
  metaKey,
}: Pressed): DeskKey | null => {
  if (ctrlKey || altKey || metaKey) return null;
  const name = /^\p{Script=Arabic}+$/u.test(key)
    ? (byPlace[code] ?? key)
    : key.length === 1
      ? key.toLowerCase()
      : key;
  // The question mark of an Arabic keyboard.
  const asked = name === '؟' ? '?' : name;
  const step = moves[asked];
  if (step) return { type: 'move', step, withRange: shiftKey };
  const what = acts[asked];
  if (what) return { type: 'act', what };
  const type = others[asked];
  return type ? { type } : null;
};

/** Whether what is typed there is text, or a choice of its own. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'textarea, select, dialog, [contenteditable], input:not([type=checkbox]):not([type=radio])',
  ) !== null;
