import { demo, type Device } from '../support/stack.ts';
import { expect, test } from '../support/test.ts';

/** Claims that only this run has, found by their mark; the first of them is refuted. */
const arrangeClaims = async (admin: Device, mark: string, count: number): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  const [first = '', ...rest] = ids;
  const payload = { kind: 'claim', text: `Claim ${mark} 0` } as const;
  await admin.mutate('report.create', first, payload);
  await admin.mutate('report.status', first, {
    status: 'refuted',
    from: 'unverified',
    reason: 'Nobody was there',
  });
  for (let from = 0; from < rest.length; from += 100) {
    const batch = rest.slice(from, from + 100).map((id, place) => ({
      id: crypto.randomUUID(),
      operation_id: demo.operation,
      kind: 'report.create',
      entity_id: id,
      base_version: null,
      payload: { ...payload, text: `Claim ${mark} ${from + place + 1}` },
      device_at: new Date().toISOString(),
    }));
    const { error } = await admin.client.rpc('apply_mutations', { batch });
    if (error) throw new Error(error.message);
  }
  return ids;
};

test('two hundred reports are judged with one reason by the keyboard alone, and what cannot be is named', async ({
  openAs,
  device,
  words,
}) => {
  test.slow();
  const mark = crypto.randomUUID().slice(0, 6);
  const admin = device('admin');
  await arrangeClaims(admin, mark, 200);
  const page = await openAs('coordinator.team1', '/reports');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: words.reports_keys() });
  await expect(help).toContainText(words.reports_key_range());
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();

  await page.keyboard.press('/');
  await page.keyboard.type(`claim ${mark}`);
  await expect(page.getByText(words.reports_count({ count: 200 }), { exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows.first().getByRole('link')).toBeFocused();

  // One, a range down, one let go: then all.
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+ArrowDown');
  const bar = page.getByRole('group', { name: words.reports_bulk() });
  await expect(bar).toContainText(words.reports_chosen({ count: 3 }));
  await page.keyboard.press('x');
  await expect(bar).toContainText(words.reports_chosen({ count: 2 }));
  await page.keyboard.press('a');
  await expect(bar).toContainText(words.reports_chosen({ count: 200 }));

  await page.keyboard.press('s');
  const sheet = page.getByRole('dialog', { name: words.reports_status_title() });
  await sheet
    .getByRole('radio', { name: words.domain_report_status_corroborated(), exact: true })
    .focus();
  await page.keyboard.press('Space');
  await sheet.getByLabel(words.reports_reason_for_all()).focus();
  await page.keyboard.type('Two others say the same');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  await expect(page.getByText(words.reports_bulk_done({ count: 199 }))).toBeVisible({
    timeout: 40_000,
  });
  await expect(page.getByText(words.reports_bulk_refused({ count: 1 }))).toBeVisible();
  await expect(page.getByRole('link', { name: `Claim ${mark} 0` }).first()).toBeVisible();
  const standing = async () => {
    const { count } = await admin.client
      .from('reports')
      .select('id', { count: 'exact', head: true })
      .like('text', `Claim ${mark} %`)
      .eq('status', 'corroborated')
      .eq('status_reason', 'Two others say the same');
    return count;
  };
  await expect.poll(standing, { timeout: 30_000 }).toBe(199);
});

test('an observer reads claims, with no way to choose or to change them', async ({
  openAs,
  words,
}) => {
  const page = await openAs('observer', '/reports');
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows.first()).toBeVisible();
  await expect(page.getByRole('checkbox', { name: words.reports_unassigned() })).toBeVisible();
  await expect(rows.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByText(words.domain_report_kind_lead(), { exact: true })).toHaveCount(0);
  await page.goto('/reports/figures');
  const saidnaya = page.getByRole('region', {
    name: new RegExp(words.domain_measure_people_held()),
  });
  await expect(saidnaya.first()).toBeVisible();
  await page.goto(`/reports/${demo.report('lead-door')}`);
  await expect(page.getByText(words.reports_missing_title())).toBeVisible();
});
