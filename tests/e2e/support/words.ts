import { m } from '../../../src/lib/paraglide/messages.js';
import type { Language } from './settings.ts';

type Words = typeof m;

/** The app's own messages in one language, so that one test runs in both. */
export const wordsIn = (locale: Language): Words =>
  new Proxy(m, {
    get: (messages, key: keyof Words) => {
      const message = messages[key] as (inputs: object, options: { locale: Language }) => string;
      return (inputs: object = {}) => message(inputs, { locale });
    },
  });
