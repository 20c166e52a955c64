import { expect, test } from 'vitest';
import { someLetters } from '../testing/letters.ts';
import { letterFile, readLetterFile } from './letter-file.ts';

const letters = await someLetters(2);
const madeAt = '2024-12-08T04:00:00.000Z';
interface File {
  format: string;
  count: number;
  letters: unknown[];
}
const changed = (change: (file: File) => Partial<File>) => {
  const file = JSON.parse(letterFile(letters, madeAt)) as File;
  return JSON.stringify({ ...file, ...change(file) });
};

test('[K7] a file gives back the letters that were saved to it', () => {
  const read = readLetterFile(letterFile(letters, madeAt));
  expect(read).toEqual({ ok: true, value: { letters, damaged: 0 } });
});

test('[K7] its header says how many and when, and nothing of what is in them', () => {
  const file = JSON.parse(letterFile(letters, madeAt)) as object;
  expect(file).toMatchObject({ format: 'daylight-letters-1', count: 2, made_at: madeAt });
  expect(Object.keys(file)).toEqual(['format', 'count', 'made_at', 'letters']);
});

test('damaged and missing entries are counted, and the others are taken', () => {
  const [, second] = letters;
  expect(readLetterFile(changed((file) => ({ letters: ['AAAA', file.letters[1]] })))).toEqual({
    ok: true,
    value: { letters: [second], damaged: 1 },
  });
  const cut = readLetterFile(changed((file) => ({ letters: file.letters.slice(1) })));
  expect(cut).toMatchObject({ ok: true, value: { damaged: 1 } });
  for (const entry of [7, null, 'no base64!', 'AAA'])
    expect(
      readLetterFile(changed((file) => ({ letters: [...file.letters, entry] }))),
    ).toMatchObject({ ok: true, value: { letters, damaged: 1 } });
});

test.each([
  ['', 'not_ours'],
  ['no JSON', 'not_ours'],
  ['[]', 'not_ours'],
  [changed(() => ({ format: 'something' })), 'not_ours'],
  [changed(() => ({ format: 'daylight-letters-2' })), 'newer'],
])('what is no file of letters is refused', (text, type) => {
  expect(readLetterFile(text)).toEqual({ ok: false, error: { type } });
});
