/** Governorates as PFIF has them: home_state is an ISO 3166-2 code, in capitals (since PFIF 1.2). */

/** OCHA's p-codes beside ISO 3166-2:SY. */
const isoOf: Readonly<Record<string, string>> = {
  SY01: 'SY-DI',
  SY02: 'SY-HL',
  SY03: 'SY-RD',
  SY04: 'SY-HI',
  SY05: 'SY-HM',
  SY06: 'SY-LA',
  SY07: 'SY-ID',
  SY08: 'SY-HA',
  SY09: 'SY-DY',
  SY10: 'SY-TA',
  SY11: 'SY-RA',
  SY12: 'SY-DR',
  SY13: 'SY-SU',
  SY14: 'SY-QU',
};
const pcodeOf = new Map(Object.entries(isoOf).map(([pcode, iso]) => [iso, pcode]));

interface Home {
  home_state: string | null;
  home_country: string | null;
}

/** @param pcode of a governorate; of another country's the country alone is known */
export const homeOfPcode = (pcode: string | null): Home => ({
  home_state: pcode === null ? null : (isoOf[pcode] ?? null),
  home_country: pcode?.slice(0, 2) ?? null,
});

/** The p-code of a home; null where it names no governorate. Some write the code without its country. */
export const pcodeOfHome = ({ home_state, home_country }: Home): string | null => {
  const state = home_state?.toUpperCase() ?? '';
  const whole = state.includes('-') ? state : `${home_country ?? ''}-${state}`;
  return pcodeOf.get(whole) ?? null;
};
