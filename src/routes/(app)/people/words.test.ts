import { describe, expect, it } from 'vitest';
import { shortCode } from '$lib/domain/people/short-code';
import { personRow, uuid } from '$lib/sync/testing/rows';
import type { OperationState } from '$lib/state/operation.svelte';
import {
  calledWords,
  languageWords,
  looksWords,
  nameWords,
  personValueWords,
  reasonsWords,
} from './words';

const person = personRow(uuid('a', 1));
const code = shortCode(person.id);
const plain = (text: string) => text.replace(/[\u2066-\u2069]/gu, '');

describe('a person in words', () => {
  it('has the name as far as it is known, then the kunya, then what else they are called', () => {
    expect(nameWords({ ...person, given: 'هدى', mother: 'مريم' })).toBe('هدى');
    expect(nameWords({ ...person, kunya: 'أبو علي' })).toBe('أبو علي');
    expect(nameWords({ ...person, also_known_as: ['الدكتور'] })).toBe('الدكتور');
    expect(nameWords(person)).toBe('Name not known');
  });

  it('is called by the code inside a sentence, with the name where there is one', () => {
    expect(plain(calledWords(person))).toBe(code);
    expect(plain(calledWords({ ...person, given: 'هدى' }))).toBe(`هدى (${code})`);
  });

  it('says what of the looks is not known', () => {
    expect(looksWords({ ...person, sex: 'female' })).toBe('Female · Age not known');
  });

  it('has languages by name, and reasons by what they are about', () => {
    expect(['kmr', 'tr'].map(languageWords)).toEqual(['Kurmanji', 'Turkish']);
    expect(plain(reasonsWords(['mother', 'same scar', 'alias']))).toBe(
      'mother’s name, same scar, what they are also called',
    );
  });

  it('says a governorate by name, a day as a date, and a list in one line', () => {
    const operation = { operation: { settings: {} } } as unknown as OperationState;
    const said = (field: Parameters<typeof personValueWords>[1], value: unknown) =>
      plain(personValueWords(operation, field, value));
    expect(said('home_adm1_pcode', 'SY03')).toBe('Rural Damascus');
    expect(said('home_adm1_pcode', 'LB01')).toBe('LB01');
    expect(said('home_adm1_pcode', null)).toBe('Not given');
    expect(said('expires_on', '2027-03-03')).toBe('3 Mar 2027');
    expect(said('also_known_as', ['الدكتور', 'A-1042'])).toBe('الدكتور, A-1042');
    expect(said('also_known_as', [])).toBe('Not given');
  });
});
