import { arrangeHospital, arrangeWorksite } from '../support/arrange.ts';
import { signIn } from '../support/signIn.ts';
import { demoAccount } from '../support/stack.ts';
import { expect, keptOnPhone, loseNetwork, test } from '../support/wired.ts';

const team = 3;

test('[M8] a hospital’s services are reported without a network, and who needs one of them is sent there first', async ({
  phone,
  wire,
  device,
  words,
}) => {
  test.slow();
  const admin = device('admin');
  const site = await arrangeWorksite(admin, team);
  const [with_, without, silent] = [
    await arrangeHospital(admin),
    await arrangeHospital(admin),
    await arrangeHospital(admin),
  ];
  await admin.mutate('facility.report', without.id, { status: 'open', services: ['surgery'] });
  const care = crypto.randomUUID();
  await device(`coordinator.team${team}`).mutate('care.open', care, {
    site_id: site.siteId,
    triage: { category: 'delayed', method: 'direct' },
  });

  const page = await phone.newPage();
  await page.goto('/login');
  await signIn(page, words, demoAccount(`coordinator.team${team}`));
  await keptOnPhone(page);
  await page.goto(`/care/${care}`);
  await expect(page.getByRole('heading', { name: words.care_next() })).toBeVisible();
  await loseNetwork(phone, wire);

  await page.goto(`/sites/${with_.id}`);
  const facility = page.getByRole('region', { name: words.care_report_title() });
  await expect(facility.getByText(words.care_services_unknown())).toBeVisible();
  await facility.getByRole('button', { name: words.care_report(), exact: true }).click();
  const sheet = page.getByRole('dialog', { name: words.care_report_title() });
  await sheet.getByRole('radio', { name: words.domain_facility_status_open() }).check();
  await sheet.getByRole('checkbox', { name: words.care_services_report() }).check();
  await sheet.getByRole('checkbox', { name: words.domain_service_dialysis(), exact: true }).check();
  await sheet.getByRole('button', { name: words.care_report_save() }).click();
  await expect(sheet).toBeHidden();
  await expect(facility.getByText(words.domain_service_dialysis(), { exact: true })).toBeVisible();
  const [before = ''] = words.care_services_at({ age: '|' }).split('|');
  await expect(facility.getByRole('heading', { name: before })).toBeVisible();

  await page.goto(`/care/${care}`);
  await page.getByRole('button', { name: words.care_step_transport_requested() }).click();
  const where = page.getByRole('dialog', { name: words.care_step_transport_requested() });
  await where.getByLabel(words.care_service_needed()).selectOption('dialysis');
  const choice = (name: string) => where.locator('label').filter({ hasText: name });
  const dialysis = { service: words.domain_service_dialysis() };
  await expect(choice(silent.name)).toContainText(words.care_service_not_said(dialysis));
  const [missing = ''] = words.care_service_no({ ...dialysis, age: '|' }).split('|');
  await expect(choice(without.name)).toContainText(missing);
  const names = await where
    .getByRole('radio')
    .evaluateAll((radios) => radios.map((radio) => (radio as HTMLInputElement).value));
  const at = (id: string) => names.indexOf(id);
  expect(at(with_.id)).toBeGreaterThanOrEqual(0);
  expect(at(with_.id)).toBeLessThan(at(silent.id));
  expect(at(silent.id)).toBeLessThan(at(without.id));
});
