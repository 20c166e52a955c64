import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { err, ok, type Result } from '$lib/domain/result';
import { StorageError } from '$lib/sync/storage-error';
import { fetchTile, type GetTile, type TileFault } from './fetch-tile.ts';
import { countTiles, tilesOf, tileUrl, type Extent } from './grid.ts';
import { estimate, saveArea, type SavingEnd } from './save-area.ts';
import type { SavedArea } from './saved-area.ts';
import { TileStore, type TileImage } from './tile-store.ts';

const template = 'https://{s}.tiles.example/{z}/{x}/{y}{r}.png';
const damascus = { south: 33.45, west: 36.2, north: 33.6, east: 36.4 };
const extent: Extent = { box: damascus, zoomFrom: 8, zoomTo: 13 };
const image = (size: number) => ({ bytes: new ArrayBuffer(size), type: 'image/png' });
const gives = (size: number): Promise<Result<TileImage, TileFault>> =>
  Promise.resolve(ok(image(size)));
const faulty = (type: 'missing' | 'offline') => Promise.resolve(err({ type }));
const never = new AbortController().signal;

const area = (over: Partial<SavedArea> = {}): SavedArea => ({
  ...extent,
  id: 'area',
  format: 1,
  template,
  isFine: false,
  place: null,
  total: countTiles(extent),
  done: 0,
  bytes: 0,
  savedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});

const open = (mostViewed?: number) => new TileStore(new IDBFactory(), mostViewed);

const save = async (store: TileStore, get: GetTile, begun = area(), signal = never) => {
  let last = begun;
  const end: SavingEnd = await saveArea({ store, get }, begun, {
    onprogress: (next) => (last = next),
    signal,
    now: () => Date.parse('2026-02-03T04:05:06Z'),
  });
  return { end, area: last };
};

describe('which tiles make up a box', () => {
  it('counts what it lists, the coarse ones first, each once', () => {
    const tiles = [...tilesOf(extent)];
    expect(tiles).toHaveLength(countTiles(extent));
    expect(new Set(tiles.map(({ z, x, y }) => `${z}/${x}/${y}`)).size).toBe(tiles.length);
    expect(tiles.map(({ z }) => z)).toEqual(tiles.map(({ z }) => z).toSorted((a, b) => a - b));
  });

  it('numbers them as slippy maps do', () => {
    const at = { south: 33.5, west: 36.3, north: 33.5, east: 36.3 };
    // Computed by the formula of the OpenStreetMap wiki.
    expect([...tilesOf({ box: at, zoomFrom: 10, zoomTo: 10 })]).toEqual([
      { z: 10, x: 615, y: 410 },
    ]);
    expect(tileUrl(template, { z: 10, x: 615, y: 410 }, true)).toBe(
      'https://c.tiles.example/10/615/410@2x.png',
    );
  });

  it('ends at the edge of the world', () => {
    const world = { south: -90, west: -180, north: 90, east: 180 };
    expect(countTiles({ box: world, zoomFrom: 0, zoomTo: 2 })).toBe(1 + 4 + 16);
  });
});

describe('[H3] tiles on the phone', () => {
  it('keeps a fixed number of those that were looked at: the longest unused go first', async () => {
    const store = open(3);
    for (const name of ['a', 'b', 'c']) await store.keepViewed(name, image(1));
    expect(await store.view('a')).not.toBeNull();
    await store.keepViewed('d', image(1));
    expect(await store.view('b')).toBeNull();
    expect(await store.view('a')).not.toBeNull();
    expect(await store.view('c')).not.toBeNull();
  });

  it('an area that was saved stays whatever is looked at, until it is taken off', async () => {
    const store = open(2);
    await save(store, () => gives(7));
    for (let index = 0; index < 10; index += 1) await store.keepViewed(`v${index}`, image(1));
    const urls = [...tilesOf(extent)].map((tile) => tileUrl(template, tile, false));
    for (const url of urls) expect((await store.view(url))?.bytes.byteLength).toBe(7);
    await store.removeArea('area');
    for (const url of urls) expect(await store.view(url)).toBeNull();
    expect(await store.view('v9')).not.toBeNull();
    expect(await store.areas()).toEqual([]);
  });

  it('taking one area off leaves what another one needs', async () => {
    const store = open();
    await save(store, () => gives(7));
    await save(store, () => gives(7), area({ id: 'other', zoomTo: 9 }));
    await store.removeArea('area');
    const [needed] = tilesOf(extent);
    expect(needed && (await store.view(tileUrl(template, needed, false)))).not.toBeNull();
  });
});

describe('saving an area', () => {
  it('is whole with every tile here, or said by the server not to exist', async () => {
    const store = open();
    let asked = 0;
    const ended = await save(store, () => ((asked += 1) % 5 === 0 ? faulty('missing') : gives(10)));
    expect(ended.end).toEqual({ type: 'whole' });
    expect(ended.area.done).toBe(ended.area.total);
    expect(ended.area.bytes).toBe((asked - Math.floor(asked / 5)) * 10);
    expect(await store.areas()).toEqual([ended.area]);
  });

  it('cut off, it keeps what came, and asks for the rest alone when it goes on', async () => {
    const store = open();
    let left = 9;
    const first = await save(store, () => ((left -= 1) < 0 ? faulty('offline') : gives(10)));
    expect(first.end).toEqual({ type: 'offline' });
    expect(first.area).toMatchObject({ done: 9, bytes: 90 });
    expect(await store.areas()).toEqual([first.area]);
    let asked = 0;
    const second = await save(
      store,
      () => {
        asked += 1;
        return gives(10);
      },
      first.area,
    );
    expect(second.end).toEqual({ type: 'whole' });
    expect(asked).toBe(first.area.total - 9);
    expect(second.area.bytes).toBe(first.area.total * 10);
  });

  it('a full disk ends it, with what was kept until then', async () => {
    const store = open();
    const keep = store.keepForArea.bind(store);
    let room = 6;
    store.keepForArea = async (...tile) => {
      if ((room -= 1) < 0) throw new StorageError('full');
      await keep(...tile);
    };
    const ended = await save(store, () => gives(10));
    expect(ended.end).toEqual({ type: 'full' });
    expect((await store.areas())[0]?.done).toBe(6);
  });

  it('can be cancelled', async () => {
    const stopping = new AbortController();
    let asked = 0;
    const get: GetTile = () => {
      if ((asked += 1) === 5) stopping.abort();
      return gives(10);
    };
    const ended = await save(open(), get, area(), stopping.signal);
    expect(ended.end).toEqual({ type: 'cancelled' });
    expect(ended.area.done).toBeLessThan(ended.area.total);
  });

  it('weighs a few tiles beforehand, which are not fetched again', async () => {
    const store = open();
    const asked: string[] = [];
    const get: GetTile = (url) => {
      asked.push(url);
      return gives(1_000);
    };
    const weighed = await estimate({ store, get, template, isFine: false }, extent);
    expect(weighed).toEqual({ bytes: 1_000 * countTiles(extent), samples: asked.length });
    expect(asked.length).toBeLessThan(10);
    await save(store, get);
    expect(asked).toHaveLength(countTiles(extent));
  });
});

describe('a tile from the server', () => {
  const page = (status: number, type: string) =>
    Promise.resolve(
      new Response(status === 204 ? null : 'x', { status, headers: { 'content-type': type } }),
    );

  it.each([
    [200, 'image/png', null],
    [200, 'text/html', { type: 'refused', status: 200 }],
    [404, 'text/html', { type: 'missing' }],
    [204, 'image/png', { type: 'missing' }],
    [429, 'text/plain', { type: 'refused', status: 429 }],
  ])('%i %s', async (status, type, fault) => {
    const got = await fetchTile(() => page(status, type))('https://t.example/1');
    expect(got.ok ? null : got.error).toEqual(fault);
  });

  it('tells a server that shares no pictures from no server', async () => {
    const blocked = () => Promise.reject(new TypeError('Failed to fetch'));
    const shown: typeof fetch = (_, init) => (init?.mode === 'no-cors' ? page(200, '') : blocked());
    expect(await fetchTile(shown)('https://t.example/1')).toEqual(err({ type: 'not_shared' }));
    expect(await fetchTile(blocked)('https://t.example/1')).toEqual(err({ type: 'offline' }));
  });
});
