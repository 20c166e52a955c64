import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import * as v from 'valibot';
import { coordSources, siteKinds, type SiteStatus } from '../../../src/lib/domain/vocabulary.ts';
import { siteId, type Act } from './act.ts';

const numeric = v.pipe(v.string(), v.nonEmpty(), v.transform(Number), v.number());
const count = v.pipe(
  v.optional(v.string(), ''),
  v.transform((text) => (text === '' ? null : Number(text))),
);
const schema = v.object({
  name_en: v.pipe(v.string(), v.nonEmpty()),
  name_ar: v.pipe(v.string(), v.nonEmpty()),
  kind: v.picklist(siteKinds),
  adm1_pcode: v.pipe(v.string(), v.regex(/^SY\d\d$/)),
  lat: numeric,
  lon: numeric,
  coord_source: v.picklist(coordSources),
  coord_precision_m: numeric,
  beds_total: count,
  beds_free: count,
  services: v.pipe(
    v.optional(v.string(), ''),
    v.transform((text) => text.split('|').filter(Boolean)),
  ),
});

const readSites = (file: string) => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  const { data } = Papa.parse(text, { header: true, delimiter: ';', skipEmptyLines: true });
  return v.parse(v.array(schema), data);
};

interface Story {
  status: SiteStatus;
  aliases?: string[];
  notes?: string;
}

/** What the operation knows of a site by now; the others are `reported`. */
const stories: Readonly<Record<string, Story>> = {
  'Saidnaya – Red Building': {
    status: 'searching',
    aliases: ['Sednaya', 'Sednaya Military Prison', 'صيدنايا', 'المبنى القديم'],
    notes:
      'المدخل من الساحة الشمالية فقط. الطريق مزدحم: اتركوا مسربًا للإسعاف.\nEnter from the north yard only. No signal below the ground floor. Do not touch papers, screens or cameras: call documentation.',
  },
  'Saidnaya – White Building': {
    status: 'searching',
    aliases: ['Sednaya White Building', 'المبنى الجديد'],
    notes: 'Power is off. Take lamps. بدون كهرباء، خذوا الإنارة.',
  },
  'Adra (Damascus Central)': { status: 'secured', aliases: ['Adra', 'سجن عدرا'] },
  'Tadmor (destroyed 2015)': { status: 'closed', aliases: ['Palmyra', 'تدمر'] },
  'Mezzeh Military Prison (closed 2000)': { status: 'closed' },
  'Aleppo Central': { status: 'cleared' },
  'Hama Central': { status: 'cleared' },
  'Homs Central': { status: 'secured' },
  'Branch 235 Palestine': { status: 'searching', aliases: ['Palestine Branch'] },
  'Branch 215 Raids (Kafr Sousa)': { status: 'secured' },
  'Branch 227 Area': { status: 'secured' },
  'Branch 248 Military Investigation': { status: 'verified' },
  'Branch 251 al-Khatib': { status: 'verified' },
  'Air Force Intelligence – Mezzeh airbase': { status: 'verified' },
  'Air Force Intelligence – Harasta': { status: 'verified' },
  'Suwayda Central': { status: 'verified' },
  'Gharz prison, Daraa': { status: 'cleared' },
  'Tartus Central': { status: 'verified' },
  'Staging area, Saidnaya town': {
    status: 'secured',
    notes: 'الآليات والوقود والمياه هنا. Vehicles, fuel and water. Report here before you go up.',
  },
  'Reception centre, At-Tall': {
    status: 'secured',
    notes:
      'Families wait outside, names are taken inside. لا تُعلن الأسماء في الساحة: التسجيل أولًا.',
  },
};

/** Every site, in the files' order, its code drawn from the governorate: `SY03-01`. */
export const siteActs = (): Act[] => {
  const numbers = new Map<string, number>();
  return [...readSites('facilities.csv'), ...readSites('care-sites.csv')].map((site, index) => {
    const number = (numbers.get(site.adm1_pcode) ?? 0) + 1;
    numbers.set(site.adm1_pcode, number);
    const story = stories[site.name_en];
    return {
      by: 'admin',
      at: -950 + index / 10,
      kind: 'site.create',
      entityId: siteId(site.name_en),
      payload: {
        ...site,
        code: `${site.adm1_pcode}-${String(number).padStart(2, '0')}`,
        status: story?.status ?? (site.beds_total === null ? 'reported' : 'verified'),
        aliases: story?.aliases ?? [],
        access_notes: story?.notes ?? null,
      },
    };
  });
};
