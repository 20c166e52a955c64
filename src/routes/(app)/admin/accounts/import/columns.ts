/** Which column of a file holds what, by its header in either language. */
import { fold } from '$lib/i18n/fold';

export const columnNames = ['email', 'display_name', 'role', 'team'] as const;
export type ColumnName = (typeof columnNames)[number];

/** Columns that a file cannot do without; a team may be given later. */
export const requiredColumns = ['email', 'display_name', 'role'] as const satisfies ColumnName[];

/** The header that the template has in each language comes first. */
export const columnHeaders: Readonly<Record<ColumnName, readonly string[]>> = {
  email: [
    'email',
    'البريد الإلكتروني',
    'e-mail',
    'login',
    'sign-in name',
    'البريد',
    'الإيميل',
    'اسم الدخول',
  ],
  display_name: ['display_name', 'الاسم المعروض', 'name', 'الاسم'],
  role: ['role', 'الدور', 'الصفة'],
  team: ['team', 'الفريق', 'رمز الفريق', 'team code'],
};

/** A header as it is compared: "Display Name", "display-name" and "display_name" are one. */
const key = (header: string) => fold(header).replace(/[\s_-]+/gu, ' ');

const columnOf = new Map(
  columnNames.flatMap((name) => columnHeaders[name].map((header) => [key(header), name] as const)),
);

/** Where each column stands in the header row; the first of two alike counts. */
export const findColumns = (header: readonly string[]): Map<ColumnName, number> => {
  const found = new Map<ColumnName, number>();
  header.forEach((text, index) => {
    const name = columnOf.get(key(text));
    if (name !== undefined && !found.has(name)) found.set(name, index);
  });
  return found;
};
