import type { Result } from '$lib/domain/result';
import { err, ok } from '$lib/domain/result';
import type { TileImage } from './tile-store';

/**
 * `offline`: no answer. `not_shared`: the server lets pictures be shown, not read (no CORS), so
 * nothing can be kept. `missing`: it has none of this place. `refused`: any other answer.
 */
export type TileFault =
  { type: 'offline' | 'not_shared' | 'missing' } | { type: 'refused'; status: number };

export type GetTile = (url: string) => Promise<Result<TileImage, TileFault>>;

/** A tile as it comes from the server, without cookies or the address of the page. */
export const fetchTile =
  (get: typeof fetch, signal?: AbortSignal): GetTile =>
  async (url) => {
    const asked: RequestInit = {
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      ...(signal ? { signal } : {}),
    };
    try {
      const response = await get(url, asked);
      if (response.status === 404 || response.status === 204) return err({ type: 'missing' });
      if (!response.ok) return err({ type: 'refused', status: response.status });
      const type = response.headers.get('content-type')?.split(';')[0] ?? '';
      if (!type.startsWith('image/')) return err({ type: 'refused', status: response.status });
      return ok({ bytes: await response.arrayBuffer(), type });
    } catch {
      return err({ type: (await isShown(get, url, asked)) ? 'not_shared' : 'offline' });
    }
  };

/** The browser does not say whether there was no answer or one that a page may not read. */
const isShown = async (get: typeof fetch, url: string, asked: RequestInit): Promise<boolean> => {
  try {
    await get(url, { ...asked, mode: 'no-cors' });
    return true;
  } catch {
    return false;
  }
};
