/** Rows for the unit tests of this folder. */
import type { Operation, Site, Team } from '$lib/domain/rows';

const synced = {
  operation_id: 'operation',
  version: 1,
  created_at: '2024-12-08T08:00:00Z',
  updated_at: '2024-12-08T08:00:00Z',
  deleted_at: null,
};

export const aSite = (given: Partial<Site> = {}): Site => ({
  ...synced,
  id: 'site',
  code: 'S-1',
  name_en: 'North hospital',
  name_ar: 'مشفى الشمال',
  aliases: ['Old hospital'],
  kind: 'hospital',
  status: 'verified',
  status_at: null,
  adm1_pcode: 'SY03',
  lat: 33.5,
  lon: 36.25,
  coord_source: 'published',
  coord_precision_m: 50,
  access_notes: null,
  beds_total: 40,
  beds_free: 12,
  beds_at: null,
  services: ['surgery'],
  ...given,
});

export const aTeam = (given: Partial<Team> = {}): Team => ({
  ...synced,
  id: 'team',
  code: 'WH-1',
  name_en: 'Team 1',
  name_ar: 'الفريق 1',
  specialty: 'search_and_rescue',
  organisation_id: null,
  status: 'available',
  status_at: null,
  last_checkin_at: null,
  checkin_due_at: null,
  last_lat: null,
  last_lon: null,
  ...given,
});

export const anOperation = (given: Partial<Operation> = {}): Operation => ({
  ...synced,
  id: 'operation',
  name_en: 'Operation',
  name_ar: 'عملية',
  status: 'active',
  starts_on: '2024-11-27',
  settings: {},
  letter_key: null,
  ...given,
});
