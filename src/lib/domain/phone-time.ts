/** An entry of a history: when its phone says that it was made, and when the server had it. ISO 8601. */
interface Entry {
  device_at: string;
  received_at: string;
}

const weekMs = 7 * 86_400_000;
const tellingMs = 5 * 60_000;

/**
 * How long an entry of a history was on its way, when that matters: a phone that was in a basement
 * sends what happened hours ago, and a phone's clock may be wrong in either direction.
 *
 * @returns the phone's time (ISO) when it is more than five minutes from the server's, else null
 */
export const phoneTime = ({ device_at, received_at }: Entry): string | null =>
  Math.abs(Date.parse(received_at) - Date.parse(device_at)) > tellingMs ? device_at : null;

/**
 * When something was said, as screens show its age: by the phone's clock where that lies in the seven
 * days before it came in, and when it came in otherwise [W11].
 */
export const saidAt = ({ device_at, received_at }: Entry): string => {
  const passedMs = Date.parse(received_at) - Date.parse(device_at);
  return passedMs >= 0 && passedMs <= weekMs ? device_at : received_at;
};
