import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, findNetwork, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

test('[S13] what the server said of care is there when the app is opened anew without a network, and asked for again when there is one', async ({
  phone,
  wire,
  device,
  words,
}) => {
  const opened = await device('medic.team5').mutate('care.open', crypto.randomUUID(), {
    triage: { category: 'minor', method: 'direct' },
  });
  expect(opened.outcome).toBe('applied');
  const page = await phone.newPage();
  await page.goto('/login');
  await signIn(page, words, demoAccount('observer'));
  await keptOnPhone(page);
  const cases = page.getByRole('region', { name: words.care_daily_new_cases(), exact: true });
  const numbers = page.getByRole('main').getByText(words.care_counts_cases());
  const [before = ''] = words.care_daily_heard_before({ age: '|' }).split('|');
  await page.goto('/care');
  await expect(numbers).toBeVisible();
  await page.getByRole('link', { name: words.care_daily_title() }).click();
  await expect(cases).toBeVisible();

  await loseNetwork(phone, wire);
  await page.reload();
  await expect(cases).toBeVisible();
  await expect(page.getByText(before)).toBeVisible();
  await page.goto('/care');
  await expect(numbers).toBeVisible();
  await expect(page.getByText(before)).toBeVisible();
  await page.goto('/care/daily?day=2024-12-01');
  await expect(page.getByText(words.care_daily_unheard())).toBeVisible();

  await findNetwork(phone, wire);
  await expect(page.getByText(words.care_daily_unheard())).toBeHidden();
  await expect(cases).toBeVisible();
});
