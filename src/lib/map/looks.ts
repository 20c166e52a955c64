import BrickWall from '@lucide/svelte/icons/brick-wall';
import DoorOpen from '@lucide/svelte/icons/door-open';
import Eye from '@lucide/svelte/icons/eye';
import Fence from '@lucide/svelte/icons/fence';
import Flag from '@lucide/svelte/icons/flag';
import Hospital from '@lucide/svelte/icons/hospital';
import House from '@lucide/svelte/icons/house';
import Siren from '@lucide/svelte/icons/siren';
import Stethoscope from '@lucide/svelte/icons/stethoscope';
import Tent from '@lucide/svelte/icons/tent';
import type { SiteKind } from '$lib/domain/vocabulary';

/** The shape of each kind of site, on the map as in the lists. */
export const siteKindIcons: Readonly<Record<SiteKind, typeof Eye>> = {
  civil_prison: Fence,
  military_prison: BrickWall,
  intelligence_branch: Eye,
  military_police: Siren,
  militia_camp: Tent,
  hospital: Hospital,
  clinic: Stethoscope,
  shelter: House,
  reception_centre: DoorOpen,
  staging_area: Flag,
};
