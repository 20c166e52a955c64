import { inMegabytes, inPercent } from '$lib/i18n/numbers';
import { m } from '$lib/paraglide/messages.js';
import type { TileFault } from './fetch-tile';
import type { SavingEnd } from './save-area';
import type { SavedArea } from './saved-area';

/** How a saving ended: what happened, what was kept, what to do. */
export const endWords = (end: SavingEnd, area: SavedArea): string => {
  const share = inPercent(area.done / area.total);
  switch (end.type) {
    case 'whole':
    case 'missing':
      return m.shell_map_whole({ size: inMegabytes(area.bytes) });
    case 'cancelled':
      return m.shell_map_cancelled({ share });
    case 'full':
      return m.shell_map_full({ share });
    case 'storage':
      return m.shell_map_storage();
    case 'offline':
      return m.shell_map_offline({ share });
    case 'not_shared':
      return m.shell_map_not_shared();
    case 'refused':
      return m.shell_map_refused({ share, status: end.status });
  }
};

/** Why nobody can say what an area will weigh. */
export const estimateWords = (fault: TileFault): string => {
  if (fault.type === 'not_shared') return m.shell_map_not_shared();
  if (fault.type === 'refused') return m.shell_map_refused_size({ status: fault.status });
  return m.shell_map_offline_size();
};
