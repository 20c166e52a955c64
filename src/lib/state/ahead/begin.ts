// A file of its own in the build (scripts/lib/ahead-entry.mjs), named in the pages that the server
// sends to a signed-in phone: it runs when the engine is there, and the screens are still coming.
import { begin } from './this-page';

begin();
