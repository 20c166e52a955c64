/** The phone's position: asked for once, when a person wants it, and never followed. */
import { err, ok, type Result } from '$lib/domain/result';

export interface Position {
  lat: number;
  lon: number;
  accuracyM: number;
}

export type PositionError = { type: 'denied' } | { type: 'unavailable' };

/** A minute: a cold receiver in a narrow street needs it. */
const timeoutMs = 60_000;

export const takePosition = (
  geolocation: Geolocation = navigator.geolocation,
): Promise<Result<Position, PositionError>> =>
  new Promise((resolve) => {
    geolocation.getCurrentPosition(
      ({ coords: { latitude: lat, longitude: lon, accuracy: accuracyM } }) =>
        resolve(ok({ lat, lon, accuracyM: Math.ceil(accuracyM) })),
      ({ code, PERMISSION_DENIED }) =>
        resolve(err({ type: code === PERMISSION_DENIED ? 'denied' : 'unavailable' })),
      { enableHighAccuracy: true, timeout: timeoutMs, maximumAge: 0 },
    );
  });
