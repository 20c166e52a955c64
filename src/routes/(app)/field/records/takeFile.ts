import type { Letter } from '$lib/sync/letters/letter';
import { letterFile } from '$lib/sync/letters/letter-file';

/** Gives the letters to the person as a file. Its name says nothing of whose they are. */
export const saveLetters = (letters: readonly Letter[], nowMs: number): void => {
  const madeAt = new Date(nowMs).toISOString();
  const blob = new Blob([letterFile(letters, madeAt)], { type: 'application/json' });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = `records-${madeAt.slice(0, 16).replace(/[^\d]/g, '')}.daylight`;
  link.click();
  // The browser has its own hold on it by the time of the next task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};
