import { arrangeWorksite } from '../support/arrange.ts';
import { overflowsSideways, seriousFaults } from '../support/axe.ts';
import { lockedTitle, pressPin, setPin } from '../support/pin.ts';
import { expect, test } from '../support/test.ts';

const pin = '407193';
const arabicPin = '٤٠٧١٩٣';

test('[S9] a PIN is asked for at each start; Arabic digits are the same PIN', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId, taskTitle } = await arrangeWorksite(device('admin'), 3);
  const page = await openAs('coordinator.team3', '/settings');
  await setPin(page, words, pin);
  await page.goto(`/field/tasks/${taskId}`);
  await expect(lockedTitle(page, words)).toBeVisible();
  await expect(page.getByText(taskTitle)).toHaveCount(0);
  await expect(page).toHaveTitle(words.common_app());
  expect(await seriousFaults(page)).toEqual([]);
  expect(await overflowsSideways(page)).toBe(false);

  await pressPin(page, words, '000000', words.lock_open());
  await expect(page.getByText(words.lock_wrong())).toBeVisible();
  await expect(page.getByText(words.lock_attempts({ count: 4 }))).toBeVisible();
  await expect(page.getByText(taskTitle)).toHaveCount(0);

  await page.getByLabel(words.lock_enter()).pressSequentially(arabicPin);
  await page.keyboard.press('Enter');
  await expect(page.getByText(taskTitle).first()).toBeVisible();
});

test('a PIN that anybody would try first is refused, and a slip of the finger is no PIN', async ({
  openAs,
  words,
}) => {
  const page = await openAs('coordinator.team3', '/field');
  await page.getByRole('button', { name: words.lock_set_title() }).click();
  for (const [weak, why] of [
    ['111111', words.lock_fault_repeated()],
    ['123456', words.lock_fault_sequence()],
    ['199012', words.lock_fault_year()],
    ['4071', words.lock_fault_too_short()],
  ] as const) {
    await pressPin(page, words, weak, words.lock_next());
    await expect(page.getByText(why)).toBeVisible();
  }
  await pressPin(page, words, pin, words.lock_next());
  await pressPin(page, words, '407194', words.lock_set());
  await expect(page.getByText(words.lock_not_the_same())).toBeVisible();
  expect(await seriousFaults(page)).toEqual([]);
  await pressPin(page, words, pin, words.lock_next());
  await pressPin(page, words, pin, words.lock_set());
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: words.lock_offer_title() })).toHaveCount(0);
  await page.getByRole('button', { name: words.lock_now() }).click();
  await expect(lockedTitle(page, words)).toBeVisible();
});

test('[Q1] without a touch it locks, in every tab, and what is not sent is kept and waits', async ({
  openAs,
  device,
  words,
}) => {
  const { taskId, taskTitle } = await arrangeWorksite(device('admin'), 4);
  const page = await openAs('coordinator.team4', '/settings');
  await setPin(page, words, pin);
  await page.clock.install();
  await page.goto(`/field/tasks/${taskId}`);
  const other = await page.context().newPage();
  await other.goto(`/field/tasks/${taskId}`);
  for (const tab of [page, other]) {
    await pressPin(tab, words, pin, words.lock_open());
    await expect(tab.getByText(taskTitle).first()).toBeVisible();
  }
  await page.context().route('**/rest/v1/**', (route) => route.abort());
  await page.getByRole('button', { name: words.field_step_in_progress(), exact: true }).click();
  await expect(page.getByText(words.field_pending_long()).first()).toBeVisible();

  await page.clock.fastForward('15:00');
  for (const tab of [page, other]) {
    await expect(lockedTitle(tab, words)).toBeVisible();
    await expect(tab.getByText(taskTitle)).toHaveCount(0);
  }
  await expect(page.getByText(words.lock_kept_waiting({ count: 1 }))).toBeVisible();

  await page.context().unroute('**/rest/v1/**');
  const admin = await openAs('admin', `/field/tasks/${taskId}`);
  await expect(admin.getByText(words.domain_task_status_open()).first()).toBeVisible();
  await pressPin(page, words, pin, words.lock_open());
  await expect(admin.getByText(words.domain_task_status_in_progress()).first()).toBeVisible();
  await expect(page.getByText(words.field_pending_long())).toHaveCount(0);
});
