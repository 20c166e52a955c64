import type { Page } from '@playwright/test';
import { createAccount, freshLogin } from './accounts.ts';
import { demo } from './stack.ts';
import type { wordsIn } from './words.ts';

export interface Screen {
  name: string;
  path: string;
  /** Who looks at it; nobody is signed in where it is null. */
  as: string | null;
  /** What to press there, and wait for, where it stands on no address of its own. */
  press?: (page: Page, words: ReturnType<typeof wordsIn>) => Promise<void>;
}

const red = demo.site('Saidnaya – Red Building');
const step = (name: string) => `/field/tasks/${demo.task(name)}`;
const pressButton = async (page: Page, name: string) => {
  await page.getByRole('button', { name }).first().click();
  await page.getByRole('dialog').waitFor();
};

type Words = ReturnType<typeof wordsIn>;
const answer = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();
/** A walk that ends in red after four questions. */
const walkToRed = async (page: Page, words: Words) => {
  await answer(page, words.care_ask_child_no());
  await answer(page, words.care_a_no());
  await answer(page, words.care_a_yes());
  await answer(page, words.care_a_over_30());
  await page.getByRole('button', { name: words.care_record() }).waitFor();
};
const openRedCase = async (page: Page, words: Words) => {
  await walkToRed(page, words);
  await answer(page, words.care_record());
  await page.getByRole('heading', { name: words.care_next() }).waitFor();
};

const account: readonly Screen[] = [
  { name: 'login', path: '/login', as: null },
  { name: 'join', path: '/join#token_hash=example&type=invite', as: null },
  { name: 'join-incomplete', path: '/join', as: null },
  { name: 'settings', path: '/settings', as: 'coordinator.team1' },
];

const field: readonly Screen[] = [
  { name: 'field', path: '/field', as: 'coordinator.team1' },
  { name: 'field-observer', path: '/field', as: 'observer' },
  {
    name: 'field-new-task',
    path: '/field',
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.field_new_task()),
  },
  { name: 'task', path: step('red-b1-b-release'), as: 'coordinator.team1' },
  {
    name: 'task-blocked-why',
    path: step('red-b1-b-release'),
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.field_step_blocked()),
  },
  { name: 'task-conflict', path: step('stretchers'), as: 'coordinator.team5' },
  { name: 'check-in', path: '/field/check-in', as: 'coordinator.team1' },
  { name: 'release-count', path: '/field/release', as: 'coordinator.team1' },
  {
    name: 'release-many',
    path: '/field/release',
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.release_more()),
  },
  { name: 'releases', path: '/releases', as: 'observer' },
  {
    name: 'releases-hand-on',
    path: '/releases',
    as: 'observer',
    press: async (page, words) => {
      await pressButton(page, words.handing_button());
      await page.getByRole('button', { name: words.handing_save() }).waitFor();
    },
  },
  { name: 'releases-of-site', path: `/releases?by=site&of=${red}`, as: 'coordinator.team1' },
  { name: 'search-choose', path: '/field/search', as: 'coordinator.team1' },
  { name: 'search-site', path: `/field/search/${red}`, as: 'coordinator.team1' },
  {
    name: 'search-room',
    path: `/field/search/${red}?area=${demo.area('red/b1/b/3')}`,
    as: 'coordinator.team1',
  },
  {
    name: 'sync-details',
    path: '/field',
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.common_sync_live()),
  },
];

const care: readonly Screen[] = [
  { name: 'care-new', path: '/care/new', as: 'coordinator.team1' },
  { name: 'care-result', path: '/care/new', as: 'coordinator.team1', press: walkToRed },
  {
    name: 'care-direct',
    path: '/care/new',
    as: 'medic.team5',
    press: (page, words) => answer(page, words.care_know()),
  },
  { name: 'care-case', path: `/care/new?site=${red}`, as: 'medic.team5', press: openRedCase },
  {
    name: 'care-transport',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_step_transport_requested());
    },
  },
  {
    name: 'care-observe',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_observe());
    },
  },
  {
    name: 'care-link',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_link());
    },
  },
  {
    name: 'care-link-sure',
    path: `/care/new?site=${red}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await openRedCase(page, words);
      await pressButton(page, words.care_link());
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click();
      await page.getByRole('dialog', { name: words.care_link_confirm_title() }).waitFor();
    },
  },
  {
    name: 'care-report',
    path: `/sites/${demo.site('Hospital, Homs')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.care_report()),
  },
  {
    name: 'care-report-services',
    path: `/sites/${demo.site('Hospital, Damascus')}`,
    as: 'medic.team5',
    press: async (page, words) => {
      await pressButton(page, words.care_report());
      await page.getByRole('checkbox', { name: words.care_services_report() }).check();
    },
  },
  { name: 'care', path: '/care', as: 'medic.team5' },
  { name: 'care-numbers', path: '/care', as: 'observer' },
  { name: 'care-daily', path: '/care/daily', as: 'observer' },
];

const people: readonly Screen[] = [
  { name: 'people', path: '/people', as: 'coordinator.team1' },
  {
    name: 'people-hand-on',
    path: '/people',
    as: 'observer',
    press: async (page, words) => {
      await pressButton(page, words.handing_button());
      await page.getByRole('button', { name: words.handing_save() }).waitFor();
    },
  },
  { name: 'people-observer', path: '/people', as: 'observer' },
  {
    name: 'person-new',
    path: '/people/new',
    as: 'coordinator.team1',
    press: async (page, words) => {
      await page.getByText(words.people_names(), { exact: true }).click();
      await page.getByText(words.people_more(), { exact: true }).click();
      const also = page.getByLabel(words.admin_field_also_known_as(), { exact: true });
      await also.fill('الدكتور، Abu Ali, A-1042,');
      const keep = page.getByRole('group', { name: words.people_keep(), exact: true });
      await keep.getByRole('radio', { name: words.people_keep_day(), exact: true }).check();
    },
  },
  { name: 'person', path: `/people/${demo.person('g-b-first')}`, as: 'medic.team5' },
  { name: 'person-conflict', path: `/people/${demo.person('reception-old')}`, as: 'medic.team5' },
  {
    name: 'person-edit',
    path: `/people/${demo.person('g-b-first')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.people_edit()),
  },
  {
    name: 'person-link-case',
    path: `/people/${demo.person('g-b-first')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.care_link_case()),
  },
  {
    name: 'person-merge',
    path: `/people/${demo.person('reception-again')}`,
    as: 'medic.team5',
    press: (page, words) => pressButton(page, words.people_alike_same()),
  },
  {
    name: 'person-together',
    path: `/people/${demo.person('f1-a-2-mother')}`,
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.people_together_add()),
  },
];

const tracing: readonly Screen[] = [
  { name: 'tracing', path: '/tracing', as: 'coordinator.team1' },
  { name: 'tracing-observer', path: '/tracing', as: 'observer' },
  { name: 'tracing-new', path: '/tracing/new', as: 'coordinator.team1' },
  { name: 'tracing-request', path: `/tracing/${demo.request('shams')}`, as: 'medic.team5' },
  {
    name: 'tracing-reject',
    path: `/tracing/${demo.request('shams')}`,
    as: 'admin',
    press: (page, words) => pressButton(page, words.tracing_step_reject()),
  },
  {
    name: 'tracing-away',
    path: `/tracing/${demo.request('shams')}`,
    as: 'admin',
    press: (page, words) => pressButton(page, words.tracing_away()),
  },
  {
    name: 'tracing-beside',
    path: `/tracing/person/${demo.person('g-b-first')}`,
    as: 'coordinator.team1',
  },
  { name: 'tracing-exchange', path: '/tracing/exchange', as: 'coordinator.team1' },
];

const reports: readonly Screen[] = [
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

const map: readonly Screen[] = [
  { name: 'map', path: '/map', as: 'observer' },
  { name: 'map-coordinator', path: '/map', as: 'coordinator.team1' },
  {
    name: 'map-filters',
    path: '/map',
    as: 'observer',
    press: (page, words) => pressButton(page, words.map_filters()),
  },
  {
    name: 'map-legend',
    path: '/map',
    as: 'observer',
    press: (page, words) => pressButton(page, words.map_legend()),
  },
  { name: 'sites', path: '/sites', as: 'observer' },
  { name: 'site', path: `/sites/${red}`, as: 'coordinator.team1' },
  { name: 'site-hospital', path: `/sites/${demo.site('Hospital, Homs')}`, as: 'observer' },
];

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

const admin: readonly Screen[] = [
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

/** A picture of one pixel. */
const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const collect = async (page: Page, words: Words) => {
  const buffer = Buffer.from(pixel, 'base64');
  await page
    .getByLabel(words.evidence_camera())
    .setInputFiles({ name: 'IMG_0001.png', mimeType: 'image/png', buffer });
  await page.getByRole('main').getByRole('link').filter({ hasText: /E-/ }).waitFor();
};
const openCollected = async (page: Page, words: Words) => {
  await collect(page, words);
  await page.getByRole('main').getByRole('link').filter({ hasText: /E-/ }).click();
  await page.getByRole('heading', { name: words.evidence_custody() }).waitFor();
};

const askForPhoto = async (page: Page, words: Words) => {
  await page
    .getByRole('button', { name: words.photos_add() })
    .or(page.getByRole('button', { name: words.photos_replace() }))
    .first()
    .click();
  await page.getByRole('radio', { name: words.domain_photo_consent_guardian() }).check();
};
const takePhoto = async (page: Page, words: Words) => {
  await askForPhoto(page, words);
  await page.getByLabel(words.photos_camera()).setInputFiles({
    name: 'IMG_0001.png',
    mimeType: 'image/png',
    buffer: Buffer.from(pixel, 'base64'),
  });
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByText(words.photos_state_stored()).first().waitFor();
};
const photographed = `/people/${demo.person('f1-a-2-mother')}`;

const photos: readonly Screen[] = [
  { name: 'photo-ask', path: photographed, as: 'coordinator.team1', press: askForPhoto },
  { name: 'photo', path: photographed, as: 'coordinator.team1', press: takePhoto },
  {
    name: 'photo-away',
    path: photographed,
    as: 'coordinator.team1',
    press: async (page, words) => {
      await takePhoto(page, words);
      await pressButton(page, words.photos_take_away());
    },
  },
];

const evidence: readonly Screen[] = [
  {
    name: 'evidence-new',
    path: `/evidence/new?task=${demo.task('red-b1-b-release')}`,
    as: 'coordinator.team1',
    press: collect,
  },
  { name: 'evidence', path: '/evidence', as: 'coordinator.team1' },
  { name: 'evidence-item', path: '/evidence/new', as: 'admin', press: openCollected },
  {
    name: 'evidence-hand-over',
    path: '/evidence/new',
    as: 'coordinator.team1',
    press: async (page, words) => {
      await openCollected(page, words);
      await pressButton(page, words.evidence_hand_over());
    },
  },
  {
    name: 'evidence-seal',
    path: `/field/search/${red}?area=${demo.area('red/b1/b/3')}`,
    as: 'coordinator.team1',
    press: (page, words) => pressButton(page, words.evidence_seal()),
  },
  { name: 'evidence-numbers', path: '/evidence', as: 'observer' },
];

/** Every screen of the app by the person whose screen it is. */
export const viewers: ReadonlyMap<string | null, readonly Screen[]> = Map.groupBy(
  [
    ...account,
    ...field,
    ...people,
    ...tracing,
    ...reports,
    ...care,
    ...evidence,
    ...photos,
    ...map,
    ...admin,
  ],
  (screen) => screen.as,
);
