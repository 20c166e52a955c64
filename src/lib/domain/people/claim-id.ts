/**
 * The id of the claim of a request on a person's record: the same on every phone, so that two who
 * propose the same without hearing of each other propose one claim, and what each of them does with
 * it afterwards meets [F1]. The bits of both ids, exclusive or; a UUID of version 8 (RFC 9562).
 *
 * @param requestId a UUID, as `personId`
 */
export const claimId = (requestId: string, personId: string): string => {
  const [one, other] = [digits(requestId), digits(personId)];
  const mixed = one.map((digit, at) => digit ^ (other[at] ?? 0));
  mixed[12] = 8;
  mixed[16] = 8 | ((mixed[16] ?? 0) & 3);
  const hex = mixed.map((digit) => digit.toString(16)).join('');
  return [8, 12, 16, 20, 32].map((end, at, ends) => hex.slice(ends[at - 1] ?? 0, end)).join('-');
};

const digits = (id: string): number[] =>
  Array.from(id.replaceAll('-', ''), (digit) => parseInt(digit, 16));
