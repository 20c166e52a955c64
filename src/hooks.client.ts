import { applyLanguage } from '$lib/shell/language';

/** Before the first page is drawn. */
export const init = (): void => applyLanguage(document);
