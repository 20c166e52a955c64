/** The effects of what is recorded at the desks beside the tasks: people, tracing, care, reports, evidence. */
import { careEffects } from './effects-care.ts';
import { claimEffects } from './effects-claims.ts';
import { eraseEffects } from './effects-erase.ts';
import { evidenceEffects } from './effects-evidence.ts';
import { peopleEffects } from './effects-people.ts';
import { photoEffects } from './effects-photos.ts';
import { reportEffects } from './effects-reports.ts';
import { requestEffects } from './effects-requests.ts';

export const deskEffects = {
  ...peopleEffects,
  ...careEffects,
  ...requestEffects,
  ...claimEffects,
  ...reportEffects,
  ...evidenceEffects,
  ...photoEffects,
  ...eraseEffects,
};
