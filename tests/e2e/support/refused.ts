import { expect, type Page } from '@playwright/test';
import type { Worksite } from './arrange.ts';
import { cutOff } from './cutOff.ts';
import { gotoComplete } from './goto.ts';
import type { Device } from './stack.ts';
import type { wordsIn } from './words.ts';

/** Hands a task over to a team that the admin takes away before that arrives: the server refuses it. */
export const handOverToLostTeam = async (
  page: Page,
  words: ReturnType<typeof wordsIn>,
  admin: Device,
  { taskId }: Worksite,
): Promise<void> => {
  const lost = crypto.randomUUID();
  const code = `X-${lost.slice(0, 6)}`;
  const made = { code, name_en: code, name_ar: code, specialty: 'medical' } as const;
  await admin.mutate('team.create', lost, made);
  await gotoComplete(page, `/field/tasks/${taskId}`);
  await cutOff(page);
  await page.getByRole('button', { name: words.field_hand_over(), exact: true }).click();
  const sheet = page.getByRole('dialog');
  await sheet.getByLabel(words.field_hand_over_team()).selectOption(lost);
  await sheet.getByLabel(words.field_hand_over_note()).fill('المفتاح عند الباب');
  await sheet.getByRole('button', { name: words.field_hand_over(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long())).toBeVisible();
  const gone = { set: { deleted: true }, base: { deleted: false } };
  expect(await admin.mutate('team.update', lost, gone)).toMatchObject({ outcome: 'applied' });
};
