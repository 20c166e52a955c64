import { describe, expect, it } from 'vitest';
import { shortCode } from '$lib/domain/people/short-code';
import { personRow, uuid } from '$lib/sync/testing/rows';
import { calledWords, languageWords, looksWords, nameWords, reasonsWords } from './words';

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
    expect(plain(reasonsWords(['mother', 'same scar']))).toBe('mother’s name, same scar');
  });
});
