import type { Evidence } from '$lib/domain/rows';
import type { EvidenceUploads } from '$lib/evidence/uploads.svelte';
import { BlobUrl } from '$lib/files/blob-url.svelte';
import type { FileDesk } from '$lib/state/file-desk.svelte';

/** The working copy of an item as an address, once this phone or the server has given it; for a component's setup. */
export const workingCopyUrl = (
  desk: Pick<FileDesk<EvidenceUploads>, 'uploads'>,
  item: () => Evidence,
): BlobUrl => {
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
