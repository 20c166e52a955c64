import { createAccount, freshLogin } from '../accounts.ts';
import { demo } from '../stack.ts';
import { red, type Screen } from './screen.ts';

const adminPages: readonly Screen[] = [
  '',
  '/accounts',
  '/accounts/new',
  '/accounts/import',
  '/teams',
  '/teams/new',
  `/teams/${demo.team(1)}`,
  '/sites',
  '/sites/new',
  `/sites/${red}`,
  '/operation',
  '/log',
].map((path) => ({
  name: `admin${path.replace(/[0-9a-f]{8}-[0-9a-f-]+/, 'edit').replaceAll('/', '-')}`,
  path: `/admin${path}`,
  as: 'admin',
}));

export const adminScreens: readonly Screen[] = [
  ...adminPages,
  {
    name: 'admin-account',
    path: '/admin/accounts',
    as: 'admin',
    press: async (page, words) => {
      await page.getByRole('link', { name: 'Coordinator, team 1' }).click();
      await page.getByRole('button', { name: words.admin_account_deactivate() }).waitFor();
    },
  },
  {
    name: 'admin-account-created',
    path: '/admin/accounts',
    as: 'admin',
    press: async (page, words) => {
      await createAccount(page, words, { login: freshLogin(), name: 'Observer', role: 'observer' });
      await page.getByRole('img', { name: words.admin_join_qr() }).waitFor();
    },
  },
];
