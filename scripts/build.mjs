/** `npm run build`: builds the app, unless the build there is of exactly these sources. */
import { build } from './lib/build.mjs';
import { fail } from './lib/run.mjs';

await build().catch(fail);
