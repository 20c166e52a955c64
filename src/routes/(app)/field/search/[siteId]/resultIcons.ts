import CircleSlash from '@lucide/svelte/icons/circle-slash';
import OctagonX from '@lucide/svelte/icons/octagon-x';
import Stamp from '@lucide/svelte/icons/stamp';
import Users from '@lucide/svelte/icons/users';
import type { SearchResult } from '$lib/domain/vocabulary';

export const resultIcons: Readonly<Record<SearchResult, typeof Users>> = {
  nothing_found: CircleSlash,
  people_found: Users,
  inaccessible: OctagonX,
  sealed_for_evidence: Stamp,
};
