import { westernDigits } from '$lib/i18n/fold';
import type { Position } from './features.ts';

const degrees = (text: string, limit: number): number | null => {
  const plain = westernDigits(text).trim().replace(/[,٫]/u, '.');
  const value = plain === '' ? Number.NaN : Number(plain);
  return Math.abs(value) <= limit ? value : null;
};

/** The position that two typed texts mean; null while they mean none. */
export const readPosition = (lat: string, lon: string): Position | null => {
  const [north, east] = [degrees(lat, 90), degrees(lon, 180)];
  return north === null || east === null ? null : { lat: north, lon: east };
};

/** A degree of a pressed place as text: five decimals are a metre, finer than a finger. */
export const degreeText = (value: number): string => String(Math.round(value * 1e5) / 1e5);

/** A radius in metres as typed; null while it is none. */
export const readMetres = (text: string): number | null => {
  const metres = Number(westernDigits(text).trim() || Number.NaN);
  return Number.isFinite(metres) && metres > 0 ? metres : null;
};
