const weekMs = 7 * 86_400_000;

/**
 * When something was said, as screens show its age: by the phone's clock where that lies in the seven
 * days before it came in, and when it came in otherwise [W11]. Times are ISO 8601.
 */
export const saidAt = ({
  device_at,
  received_at,
}: {
  device_at: string;
  received_at: string;
}): string => {
  const passedMs = Date.parse(received_at) - Date.parse(device_at);
  return passedMs >= 0 && passedMs <= weekMs ? device_at : received_at;
};
