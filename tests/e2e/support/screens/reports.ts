import { demo } from '../stack.ts';
import { collect } from './files.ts';
import { pressButton, type Screen } from './screen.ts';

export const reportsScreens: readonly Screen[] = [
  { name: 'reports', path: '/reports', as: 'coordinator.team1' },
  { name: 'reports-observer', path: '/reports', as: 'observer' },
  { name: 'report-new', path: '/reports/new', as: 'coordinator.team1' },
  { name: 'report-lead', path: `/reports/${demo.report('lead-door')}`, as: 'coordinator.team1' },
  {
    name: 'report-conflict',
    path: `/reports/${demo.report('homs-commander')}`,
    as: 'coordinator.team1',
  },
  {
    name: 'report-edit',
    path: `/reports/${demo.report('saidnaya-freed')}`,
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.reports_edit()),
  },
  {
    name: 'report-status',
    path: `/reports/${demo.report('saidnaya-freed')}`,
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.reports_status_title()),
  },
  {
    name: 'report-files',
    path: `/evidence/new?report=${demo.report('lead-door')}`,
    as: 'coordinator.team5',
    press: async (page, words) => {
      await collect(page, words);
      await page.getByRole('link', { name: words.evidence_to_report() }).click();
      await page
        .getByRole('region', { name: words.evidence_of_report() })
        .getByRole('link')
        .first()
        .waitFor();
    },
  },
  {
    name: 'reports-away',
    path: '/reports',
    as: 'admin',
    press: async (page, words) => {
      const fold = page.getByRole('group').filter({ hasText: words.common_away_title() });
      await fold.getByText(words.common_away_title(), { exact: true }).click();
      await fold.getByRole('listitem').first().waitFor();
    },
  },
  { name: 'report-figures', path: '/reports/figures', as: 'observer' },
];
