import { expect, test } from 'vitest';
import { facilityServices } from '$lib/domain/care/services';
import { locales, overwriteGetLocale } from '$lib/paraglide/runtime.js';
import { readService, serviceText, serviceWords } from './service-words';

overwriteGetLocale(() => 'ar');

test('every word of a service, in either language, is read as that service and as no other', () => {
  for (const locale of locales)
    for (const service of facilityServices) {
      const words = serviceWords[service]({}, { locale });
      expect(readService(` ${words.toUpperCase()} `)).toBe(service);
      // Lists are typed with commas and lines between.
      expect(words).not.toMatch(/[,;\n\u060c\u061b]/u);
    }
});

test('what names none of the list stays as it was typed, and is shown so', () => {
  expect(readService('إسعافات أولية')).toBe('إسعافات أولية');
  expect(serviceText('إسعافات أولية')).toBe('إسعافات أولية');
  expect(serviceText('Blood bank')).toBe('بنك الدم');
});
