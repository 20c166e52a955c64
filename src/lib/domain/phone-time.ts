const tellingMs = 5 * 60_000;

/**
 * How long an entry of a history was on its way, when that matters: a phone that was in a basement
 * sends what happened hours ago, and a phone's clock may be wrong in either direction.
 *
 * @returns the phone's time (ISO) when it is more than five minutes from the server's, else null
 */
export const phoneTime = ({
  device_at,
  received_at,
}: {
  device_at: string;
  received_at: string;
}): string | null =>
  Math.abs(Date.parse(received_at) - Date.parse(device_at)) > tellingMs ? device_at : null;
