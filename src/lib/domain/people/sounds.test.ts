import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { foldName } from './names.ts';
import { soundAlike, transliterationKey } from './sounds.ts';

/** The first of each line in Arabic, then how passports, families and NGOs spell it. */
const spelledAlike: readonly (readonly [string, ...string[]])[] = [
  ['محمد', 'Mohammed', 'Muhammad', 'Mohamad', 'Mohamed', 'MHD', 'Mouhamed'],
  ['خالد', 'Khaled', 'Khalid', 'Xalid', '5aled'],
  ['حسين', 'Hussein', 'Hussain', 'Husayn', 'Houssein', '7ussein'],
  ['حسن', 'Hassan', 'Hasan'],
  ['يوسف', 'Yousef', 'Yusuf', 'Youssef', 'Yousif'],
  ['عبد الرحمن', 'Abdulrahman', 'Abd al-Rahman', 'Abdel Rahman', 'Abdurrahman', 'Abd ar-Rahman'],
  ['عبدالله', 'Abdullah', 'Abdallah', 'Abd Allah', 'Abdulla'],
  ['عبد العزيز', 'Abdulaziz', 'Abdel Aziz', 'Abd el-Aziz'],
  ['عبد السلام', 'Abdessalam', 'Abdulsalam', 'Abd as-Salam'],
  ['أحمد', 'Ahmad', 'Ahmed'],
  ['علي', 'Ali', 'Aly'],
  ['عمر', 'Omar', 'Umar'],
  ['إبراهيم', 'Ibrahim', 'Ebrahim', 'Ibraheem'],
  ['فاطمة', 'Fatima', 'Fatimah', 'Fatmeh'],
  ['زينب', 'Zainab', 'Zeinab', 'Zaynab'],
  ['مريم', 'Mariam', 'Maryam'],
  ['ليلى', 'Layla', 'Leila', 'Laila'],
  ['مصطفى', 'Mustafa', 'Mostafa', 'Moustafa'],
  ['موسى', 'Musa', 'Moussa'],
  ['يحيى', 'Yahya', 'Yehia'],
  ['سعيد', 'Said', 'Saeed', "Sa'id"],
  ['رائد', 'Raed', "Ra'id"],
  ['مؤيد', 'Moayad', 'Mouayad'],
  ['وليد', 'Walid', 'Waleed', 'Oualid'],
  ['مروان', 'Marwan', 'Marouan'],
  ['صالح', 'Saleh', 'Salih'],
  ['طه', 'Taha'],
  ['شادي', 'Shadi', 'Chadi', 'Shady'],
  ['قاسم', 'Qasem', 'Kassem', 'Qasim'],
  ['غسان', 'Ghassan'],
  ['نور الدين', 'Noureddine', 'Nour al-Din', 'Nur ad-Din', 'Nooreldeen'],
  ['صلاح الدين', 'Salaheddin', 'Salah al-Din', 'Salahuddin'],
  ['أبو خالد', 'Abu Khaled', 'Abou Khalid'],
  ['أم محمد', 'Umm Mohammad', 'Om Mohamed'],
  ['الخطيب', 'al-Khatib', 'Alkhatib', 'El-Khateeb'],
  ['الشامي', 'ash-Shami', 'Alshami', 'al Chami'],
  ['عثمان', 'Othman', 'Uthman'],
  ['شيرين', 'Şêrîn', 'Shireen', 'Cherine'],
];

/** Any UTF-16 at all, halves of surrogates among it. */
const anyUnits = fc.array(fc.nat({ max: 0xffff })).map((units) => String.fromCharCode(...units));

const pairs = spelledAlike.flatMap(([arabic, ...latin]) =>
  latin.map((one) => [arabic, one] as const),
);

describe('transliterationKey', () => {
  it.each(pairs)('of %s is that of %s', (arabic, latin) => {
    expect(transliterationKey(latin)).toBe(transliterationKey(arabic));
  });

  it('is the same for all that folds to the same', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        expect(transliterationKey(foldName(text))).toBe(transliterationKey(text));
      }),
    );
  });

  it('is never empty where there is a letter, and takes any text', () => {
    fc.assert(
      fc.property(anyUnits, (text) => {
        expect(transliterationKey(text) === '').toBe(foldName(text) === '');
      }),
    );
  });
});

describe('soundAlike', () => {
  it.each(pairs)('%s can be written %s', (arabic, latin) => {
    expect(soundAlike(arabic, latin)).toBe(true);
  });

  it.each(spelledAlike.filter((line) => line.length > 2))(
    '%s: its Latin spellings can be one name',
    (_arabic, ...latin) => {
      for (const other of latin) expect(soundAlike(latin[0] ?? '', other), other).toBe(true);
    },
  );

  it.each([
    ['حسين', 'Hassan'],
    ['حسن', 'Hussein'],
    ['Hassan', 'Hussein'],
    ['جمال', 'Jamil'],
    ['جميل', 'Jamal'],
    ['محمود', 'Mohammad'],
    ['محمد', 'Mahmoud'],
    ['علاء', 'Ali'],
    ['Amr', 'Omar'],
    ['خالد', 'Khalil'],
    ['فاطمة', 'Fatin'],
    ['', ''],
  ])('%s is not %s', (one, other) => {
    expect(soundAlike(one, other)).toBe(false);
    expect(soundAlike(other, one)).toBe(false);
  });

  it('leaves two Arabic spellings to their letters', () => {
    expect(soundAlike('سالم', 'سليم')).toBe(false);
    expect(soundAlike('إيمان', 'ايمان')).toBe(true);
  });

  test('is symmetric', () => {
    const name = fc.constantFrom(...spelledAlike.flat());
    fc.assert(
      fc.property(name, name, (one, other) => {
        expect(soundAlike(one, other)).toBe(soundAlike(other, one));
      }),
      { numRuns: 1000 },
    );
  });
});
