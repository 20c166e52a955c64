import { expect, test } from '../support/test.ts';

test('a check-in says when the team is expected back, and reaches the other screens', async ({
  openAs,
  words,
}) => {
  const phone = await openAs('coordinator.team2', '/field/check-in');
  const choose = (name: string) => phone.getByRole('radio', { name, exact: true }).check();
  await choose(words.field_hours({ count: 2 }));
  await choose(words.domain_team_status_resting());
  await phone.getByRole('button', { name: words.field_checkin_save() }).click();
  await expect(
    phone.getByRole('status').filter({ hasText: words.field_checkin_saved() }),
  ).toBeVisible();

  const other = await openAs('coordinator.team1', '/map');
  const list = other.getByRole('button', { name: words.map_show_list() });
  await list.click();
  const team = other.getByRole('button', { name: words.domain_team_status_resting() });
  await expect(team).toContainText(words.domain_specialty_wall_breaching());
});
