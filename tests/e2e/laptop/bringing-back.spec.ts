import { expect, test } from '../support/test.ts';

test('[D7] a report that was taken away comes back at once, or later from the list, and is found in it by nobody who may not', async ({
  openAs,
  device,
  words,
}) => {
  const text = `A list with a name in it ${crypto.randomUUID().slice(0, 6)}`;
  const id = crypto.randomUUID();
  await device('admin').mutate('report.create', id, { kind: 'claim', text });
  const page = await openAs('coordinator.team1', `/reports/${id}`);
  const title = page.getByRole('heading', { level: 1, name: text });
  const takeAway = async () => {
    await page.getByRole('button', { name: words.reports_away(), exact: true }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: words.reports_away(), exact: true })
      .click();
    await expect(page.getByText(words.common_away_just_now())).toBeVisible();
  };
  await takeAway();
  await page.getByRole('button', { name: words.admin_bring_back(), exact: true }).click();
  await expect(page.getByText(words.common_away_just_now())).toBeHidden();
  await page.goto(`/reports/${id}`);
  await expect(title).toBeVisible();

  // Days later, somebody else.
  await takeAway();
  await expect(page.getByText(words.records_state_sending())).toHaveCount(0);
  const other = await openAs('coordinator.team2', '/reports');
  const fold = other.getByRole('group').filter({ hasText: words.common_away_title() });
  await fold.getByText(words.common_away_title(), { exact: true }).click();
  const line = fold.getByRole('listitem').filter({ hasText: text });
  await line.getByRole('button', { name: words.admin_bring_back() }).click();
  await expect(line).toBeHidden();
  await other.goto(`/reports/${id}`);
  await expect(other.getByRole('heading', { level: 1, name: text })).toBeVisible();

  const observer = await openAs('observer', `/reports/${id}`);
  await expect(observer.getByRole('heading', { level: 1, name: text })).toBeVisible();
  await observer.goto('/reports');
  await expect(observer.getByText(words.common_away_title())).toHaveCount(0);
});

test('[F6] an admin takes a tracing request away with its claims, and brings it back', async ({
  openAs,
  device,
  words,
}) => {
  const given = `Salma ${crypto.randomUUID().slice(0, 6)}`;
  const id = crypto.randomUUID();
  await device('coordinator.team1').mutate('tracing.request', id, { given, sex: 'female' });
  const coordinator = await openAs('coordinator.team1', `/tracing/${id}`);
  await expect(coordinator.getByRole('heading', { level: 1 })).toContainText(given);
  await expect(
    coordinator.getByRole('button', { name: words.tracing_away(), exact: true }),
  ).toHaveCount(0);

  const page = await openAs('admin', `/tracing/${id}`);
  await page.getByRole('button', { name: words.tracing_away(), exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words.tracing_away(), exact: true })
    .click();
  await expect(page.getByText(words.common_away_just_now())).toBeVisible();
  await expect(coordinator.getByText(words.tracing_gone_title())).toBeVisible();

  await page.goto('/tracing');
  const fold = page.getByRole('group').filter({ hasText: words.common_away_title() });
  await fold.getByText(words.common_away_title(), { exact: true }).click();
  const line = fold.getByRole('listitem').filter({ hasText: given });
  await line.getByRole('button', { name: words.admin_bring_back() }).click();
  await expect(line).toBeHidden();
  await expect(coordinator.getByRole('heading', { level: 1 })).toContainText(given);
});
