import { intlLocale } from '$lib/i18n/numbers';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** How long something took, in the largest unit that it fills: "3 hours". */
export const durationWords = (ms: number): string => {
  const [unit, unitMs] = units.find(([, size]) => ms >= size) ?? units[3];
  return new Intl.NumberFormat(intlLocale(), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
    roundingMode: 'trunc',
  }).format(ms / unitMs);
};
