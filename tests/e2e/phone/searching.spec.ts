import { arrangeWorksite } from '../support/arrange.ts';
import { expect, test } from '../support/test.ts';

test('a team records a room with nothing in it, and the coverage of the site counts it', async ({
  openAs,
  device,
  words,
}) => {
  const admin = device('admin');
  const { siteId: site } = await arrangeWorksite(admin, 3);
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()];
  for (const [room, name] of [
    [first, 'A1'],
    [second, 'A2'],
  ] as const) {
    await admin.mutate('area.create', room, { site_id: site, level: 'room', name_en: name });
  }
  const observer = await openAs('observer', `/sites/${site}`);
  const covered = (done: number) => words.map_coverage({ done: String(done), total: '2' });
  await expect(observer.getByText(covered(0)).first()).toBeVisible();

  const phone = await openAs('coordinator.team3', `/field/search/${site}`);
  await phone.getByRole('link', { name: 'A1' }).click();
  const choose = (name: string) => phone.getByRole('radio', { name, exact: true }).check();
  await choose(words.domain_search_method_visual());
  await choose(words.domain_search_result_nothing_found());
  await phone.getByRole('button', { name: words.field_search_save() }).click();
  const entry = words.field_search_entry({
    result: words.domain_search_result_nothing_found(),
    method: words.domain_search_method_visual(),
  });
  await expect(phone.getByText(entry)).toBeVisible();
  await expect(observer.getByText(covered(1)).first()).toBeVisible();
});
