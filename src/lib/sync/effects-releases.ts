import { noCounts } from '../domain/release-counts.ts';
import type { Effects } from './layer.ts';
import { newRow } from './layer.ts';
import { withoutBlanks } from './merge.ts';

export const releaseEffects: Effects<'release.record'> = {
  'release.record': (layer, mutation) => {
    if (layer.isKnown('releases', mutation.entity_id)) return;
    const {
      corrects = null,
      together = false,
      note = null,
      ...rest
    } = withoutBlanks(mutation.payload);
    const { site_id = null, area_id = null, task_id = null, team_id = null, ...counts } = rest;
    const corrected = corrects === null ? undefined : layer.get('releases', corrects);
    const area = area_id === null ? undefined : layer.get('site_areas', area_id);
    // It counts where the row that it corrects does [C8].
    const place = corrected ?? {
      site_id: site_id ?? area?.site_id ?? null,
      area_id,
      task_id,
      team_id,
    };
    layer.put('releases', {
      ...newRow(mutation.entity_id, mutation),
      site_id: place.site_id,
      area_id: place.area_id,
      task_id: place.task_id,
      team_id: place.team_id,
      corrects,
      ...noCounts,
      ...counts,
      together,
      note,
      counted_at: mutation.device_at,
    });
  },
};
