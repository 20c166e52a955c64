/**
 * Syria's first administrative level with the p-codes that humanitarian data is joined by,
 * in the order of the codes. An operation elsewhere has sites without a p-code.
 */
export interface Governorate {
  /** OCHA place code: `SY01` to `SY14`. */
  pcode: string;
  name_en: string;
  name_ar: string;
}

export const governorates: readonly Governorate[] = [
  { pcode: 'SY01', name_en: 'Damascus', name_ar: 'دمشق' },
  { pcode: 'SY02', name_en: 'Aleppo', name_ar: 'حلب' },
  { pcode: 'SY03', name_en: 'Rural Damascus', name_ar: 'ريف دمشق' },
  { pcode: 'SY04', name_en: 'Homs', name_ar: 'حمص' },
  { pcode: 'SY05', name_en: 'Hama', name_ar: 'حماة' },
  { pcode: 'SY06', name_en: 'Lattakia', name_ar: 'اللاذقية' },
  { pcode: 'SY07', name_en: 'Idleb', name_ar: 'إدلب' },
  { pcode: 'SY08', name_en: 'Al-Hasakeh', name_ar: 'الحسكة' },
  { pcode: 'SY09', name_en: 'Deir-ez-Zor', name_ar: 'دير الزور' },
  { pcode: 'SY10', name_en: 'Tartous', name_ar: 'طرطوس' },
  { pcode: 'SY11', name_en: 'Ar-Raqqa', name_ar: 'الرقة' },
  { pcode: 'SY12', name_en: "Dar'a", name_ar: 'درعا' },
  { pcode: 'SY13', name_en: 'As-Sweida', name_ar: 'السويداء' },
  { pcode: 'SY14', name_en: 'Quneitra', name_ar: 'القنيطرة' },
];

const byPcode = new Map(governorates.map((governorate) => [governorate.pcode, governorate]));

/** The governorate of a p-code; undefined for none, or for one of another country. */
export const governorateOf = (pcode: string | null): Governorate | undefined =>
  pcode === null ? undefined : byPcode.get(pcode);
