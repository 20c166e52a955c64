import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Role } from '$lib/domain/vocabulary';
import { fold } from '$lib/i18n/fold';
import { decodeCsv } from './decode.ts';
import { maxLines, readCsv, type CsvLine } from './readCsv.ts';
import { writeCsv } from '$lib/files/write-csv';

const roles = new Map<string, Role>(
  (
    [
      ['admin', 'admin'],
      ['coordinator', 'coordinator'],
      ['منسّق', 'coordinator'],
      ['observer', 'observer'],
    ] as const
  ).map(([word, role]) => [fold(word), role]),
);
const teams = [{ id: 'team-1', code: 'WH-1', name_en: 'Team 1', name_ar: 'الفريق 1' }];
const read = (text: string) => readCsv(text, { parse: Papa.parse, roles, teams });
const lines = (text: string): CsvLine[] => {
  const result = read(text);
  if (!result.ok) throw new Error(result.error.type);
  return result.value;
};
const bytes = (text: string) => new TextEncoder().encode(text);
const rawNorth = {
  login: 'north@example.org',
  displayName: 'North desk',
  role: 'coordinator',
  teamId: 'team-1',
};

describe('a file of accounts', () => {
  it('is read by its English headers', () => {
    expect(
      lines('email,display_name,role,team\nnorth@example.org,North desk,coordinator,WH-1\n'),
    ).toMatchObject([{ line: 2, errors: [], account: rawNorth }]);
  });

  it('is read by its Arabic headers, in any order, with Arabic words for role and team', () => {
    expect(
      lines(
        'الدور;الفريق;الاسم المعروض;البريد الإلكتروني\nمنسق;الفريق ١;North desk;north@example.org',
      ),
    ).toMatchObject([{ errors: [], account: rawNorth }]);
  });

  it.each([
    ['commas', ','],
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('may be separated by %s, with quotes, separators and line breaks inside a field', (_, s) => {
    const [line] = lines(
      [
        ['email', 'display_name', 'role', 'team'].join(s),
        ['a.b@example.org', `"Desk ""A""${s} first\nfloor"`, 'Observer', ''].join(s),
      ].join('\r\n'),
    );
    expect(line?.account).toEqual({
      login: 'a.b@example.org',
      displayName: `Desk "A"${s} first\nfloor`,
      role: 'observer',
      teamId: null,
    });
  });

  it('takes a short sign-in name for whoever has no e-mail', () => {
    expect(lines('email,name,role\nNORTH-٢,North,observer')[0]?.account?.login).toBe('north-2');
  });

  it('does without the column of teams, and skips empty lines without losing count', () => {
    const [line] = lines('email,name,role\n\n\n,,\nb@example.org,B,observer\n');
    expect(line).toMatchObject({ line: 5, account: { teamId: null } });
  });

  it('says what is wrong in each line, and still reads the others', () => {
    const [bad, good, unknown] = lines(
      [
        'email,display_name,role,team',
        'not an address,,chief,WH-9',
        'ok@example.org,Desk,observer,',
        ',Desk,,',
      ].join('\n'),
    );
    expect(bad?.errors).toEqual([
      { type: 'email_invalid' },
      { type: 'name_missing' },
      { type: 'role_unknown', text: 'chief' },
      { type: 'team_unknown', text: 'WH-9' },
    ]);
    expect(bad?.account).toBeNull();
    expect(good?.account).not.toBeNull();
    expect(unknown?.errors).toEqual([{ type: 'email_missing' }, { type: 'role_missing' }]);
  });

  it('names the line that an address repeats, whatever the letters', () => {
    const [, second] = lines('email,name,role\na@x.org,A,observer\nA@X.org,B,observer');
    expect(second?.errors).toEqual([{ type: 'repeated', line: 2 }]);
  });

  it('reads 500 lines', () => {
    const body = Array.from({ length: 500 }, (_, i) => `desk-${i}@example.org,Desk ${i},observer,`);
    const read500 = lines(['email,display_name,role,team', ...body].join('\n'));
    expect(read500).toHaveLength(500);
    expect(read500.every(({ account }) => account !== null)).toBe(true);
    expect(read500.at(-1)?.line).toBe(501);
  });

  it('is refused whole when it is empty, lacks a column or is too long', () => {
    expect(read('')).toEqual({ ok: false, error: { type: 'empty' } });
    expect(read('email,display_name,role\n')).toEqual({ ok: false, error: { type: 'empty' } });
    expect(read('team;name\nWH-1;Desk')).toEqual({
      ok: false,
      error: { type: 'columns_missing', columns: ['email', 'role'] },
    });
    const many = 'a,b,c\n'.repeat(maxLines + 1);
    expect(read(`email,name,role\n${many}`)).toEqual({
      ok: false,
      error: { type: 'too_many_lines', count: maxLines + 1 },
    });
  });
});

describe('the bytes of a file', () => {
  const text = 'email,الاسم';

  it('are UTF-8, with or without a byte order mark', () => {
    expect(decodeCsv(bytes(text))).toBe(text);
    expect(lines(decodeCsv(bytes(`\uFEFF${text},role\na@x.org,A,observer`)))).toHaveLength(1);
  });

  it('may be what a spreadsheet calls Unicode text', () => {
    const utf16 = new Uint8Array([0xff, 0xfe, 0x61, 0, 0x62, 0]);
    expect(decodeCsv(utf16)).toBe('ab');
  });

  it('may be windows-1256, as Arabic Windows saves them', () => {
    expect(decodeCsv(new Uint8Array([0xc7, 0xe1, 0xc7, 0xd3, 0xe3]))).toBe('الاسم');
  });
});

describe('a file for a spreadsheet', () => {
  const write = (cell: string) => writeCsv(['name'], [[cell]], Papa.unparse);

  it.each(['=1+1', '+963', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=1\n+2', '＝1+1'])(
    'never runs what someone typed as a formula: %j',
    (cell) => {
      const [, line] = Papa.parse<string[]>(write(cell)).data;
      expect(line).toEqual([`'${cell}`]);
    },
  );

  it('opens as UTF-8 and leaves plain text alone', () => {
    expect(write('مكتب الشمال')).toBe('\uFEFFname\r\nمكتب الشمال\r\n');
  });
});
