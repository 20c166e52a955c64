import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import prettier from 'eslint-config-prettier';
import { importX } from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * The borders between the folders: from a folder, what it must not import.
 * docs/architecture.md draws the same picture.
 */
const domain = {
  regex: '^(?!\\./)',
  message: 'src/lib/domain holds the rules alone: it imports nothing but itself.',
};
/** A folder of the domain may also reach what lies directly in the domain. */
const domainFolder = { ...domain, regex: '^(?!\\./|\\.\\./[^.])' };
const leaflet = {
  group: ['leaflet', 'leaflet/*', 'supercluster'],
  message: 'Leaflet stays in src/lib/map; other folders use its components.',
};
const server = {
  group: ['$lib/server/*', '**/lib/server/**'],
  message: 'src/lib/server holds the secret key: only +server, +page.server and hooks use it.',
};
const embedded = {
  group: ['**/supabase/embedded/**'],
  message: 'The app talks to Supabase by its protocols, whichever Supabase it is.',
};
const screens = {
  group: ['$lib/components/*', '$lib/state/*', '$lib/map/*', 'svelte', 'svelte/*', '$app/*'],
  message: 'src/lib/sync runs in Node too: it knows no screen.',
};

/** @param {string} files @param {{group?: string[], regex?: string, message: string}[]} patterns */
const border = (files, ...patterns) => ({
  files: [files],
  ignores: ['**/*.test.ts'],
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

/**
 * The types of every component are worked out anew for the rules that ask for them, which takes two
 * minutes: `npm run lint` does so, `npm test` leaves the types of components to svelte-check.
 */
const untypedComponents = process.env.LINT_COMPONENTS === 'untyped';

export default defineConfig(
  globalIgnores([
    'build/',
    '.svelte-kit/',
    'data/',
    'src/lib/paraglide/',
    'static/',
    'test-results/',
    'playwright-report/',
  ]),
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  prettier,
  svelte.configs.prettier,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'], svelteConfig },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // The type of a prop from a generated route type is unknown to this parser; svelte-check knows it.
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    // The parser of components cannot read the modules that they import: circles are looked for
    // among plain modules.
    files: ['src/**/*.ts'],
    ignores: ['**/*.svelte.ts'],
    plugins: { 'import-x': importX },
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
    settings: {
      'import-x/extensions': ['.ts', '.js'],
      // Only our own files can close a circle of ours; parsing Svelte's costs time and fails.
      'import-x/ignore': ['node_modules', '\\.svelte$'],
    },
  },
  border('src/lib/domain/*.ts', domain),
  border('src/lib/domain/*/**', domainFolder),
  border('src/lib/sync/**', screens, leaflet, server, embedded),
  border('src/lib/map/**', server, embedded),
  border('src/lib/{state,components,i18n,pfif}/**', leaflet, server, embedded),
  border('src/routes/**/*.svelte', leaflet, server, embedded),
  border('src/routes/**/!(*server).ts', leaflet, server, embedded),
  border('src/routes/**/*server.ts', leaflet, embedded),
  {
    files: ['scripts/**', 'supabase/embedded/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs', ...(untypedComponents ? ['**/*.svelte'] : [])],
    extends: [ts.configs.disableTypeChecked],
  },
);
