import { accountScreens } from './screens/account.ts';
import { adminScreens } from './screens/admin.ts';
import { careScreens } from './screens/care.ts';
import { evidenceScreens } from './screens/evidence.ts';
import { fieldScreens } from './screens/field.ts';
import { mapScreens } from './screens/map.ts';
import { peopleScreens } from './screens/people.ts';
import { photosScreens } from './screens/photos.ts';
import { reportsScreens } from './screens/reports.ts';
import { tracingScreens } from './screens/tracing.ts';
import type { Screen } from './screens/screen.ts';

/** Every screen of the app by the person whose screen it is. */
export const viewers: ReadonlyMap<string | null, readonly Screen[]> = Map.groupBy(
  [
    ...accountScreens,
    ...fieldScreens,
    ...peopleScreens,
    ...tracingScreens,
    ...reportsScreens,
    ...careScreens,
    ...evidenceScreens,
    ...photosScreens,
    ...mapScreens,
    ...adminScreens,
  ],
  (screen) => screen.as,
);
