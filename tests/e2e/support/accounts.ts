import type { Page } from '@playwright/test';
import type { Role } from '../../../src/lib/domain/vocabulary.ts';
import { demo } from './stack.ts';
import type { wordsIn } from './words.ts';

type Words = ReturnType<typeof wordsIn>;

export interface NewAccount {
  login: string;
  name: string;
  role: Role;
  /** The number of a team of the demo. */
  team?: number;
}

/** An address that no other test has. */
export const freshLogin = (): string => `t${crypto.randomUUID().slice(0, 8)}@daylight.example`;

/** Makes an account in the admin's form, as the admin would; answers with the join link shown. */
export const createAccount = async (
  admin: Page,
  words: Words,
  { login, name, role, team }: NewAccount,
): Promise<string> => {
  await admin.goto('/admin/accounts/new');
  await admin.getByLabel(words.admin_account_login()).fill(login);
  await admin.getByLabel(words.admin_account_name()).fill(name);
  const roles = admin.getByRole('group', { name: words.admin_accounts_role() });
  await roles.getByRole('radio', { name: words[`domain_role_${role}`](), exact: true }).check();
  if (team !== undefined) {
    await admin
      .getByLabel(words.admin_accounts_team(), { exact: true })
      .selectOption(demo.team(team));
  }
  await admin.getByRole('button', { name: words.admin_account_create() }).click();
  return admin.getByRole('textbox', { name: words.admin_join_link() }).inputValue();
};

/** Opens a join link, sets the password and waits for the app behind it. */
export const join = async (
  page: Page,
  words: Words,
  link: string,
  password: string,
): Promise<void> => {
  await page.goto(link);
  await page.getByLabel(words.account_join_password(), { exact: true }).fill(password);
  await page.getByRole('button', { name: words.account_join_save() }).click();
  await page.getByRole('navigation', { name: words.common_nav_label() }).waitFor();
};
