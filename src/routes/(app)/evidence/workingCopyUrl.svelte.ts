import type { Evidence } from '$lib/domain/rows';
import type { EvidenceDesk } from '$lib/state/evidence-desk.svelte';
import { BlobUrl } from './[id]/blobUrl.svelte';

/** The working copy of an item as an address, once this phone or the server has given it; for a component's setup. */
export const workingCopyUrl = (desk: EvidenceDesk, item: () => Evidence): BlobUrl => {
  const url = new BlobUrl();
  $effect(() => {
    const { uploads } = desk;
    let isGone = false;
    void uploads?.preview(item()).then((blob) => {
      if (!isGone && blob) url.set(blob);
    });
    return () => {
      isGone = true;
    };
  });
  $effect(() => () => url.set(null));
  return url;
};
