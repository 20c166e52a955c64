import { originalSha256, pictureSha256, type Planted } from './planted.ts';
import { leaksIn } from './secrets.ts';
import type { Answer, Caller } from './caller.ts';
import type { Question } from './questions.ts';

/** Ids of what an observer may not see, and the fingerprints of the files. */
export const secretIds = (planted: Planted): string[] => [
  ...Object.values(planted),
  originalSha256,
  pictureSha256,
];

/** Asks all of it, some at a time; the answers are in the order of the questions. */
export async function askAll(caller: Caller, questions: readonly Question[]): Promise<Answer[]> {
  const atOnce = 12;
  const answers: Answer[] = [];
  for (let at = 0; at < questions.length; at += atOnce) {
    const asked = questions.slice(at, at + atOnce);
    answers.push(...(await Promise.all(asked.map(({ path, init }) => caller.ask(path, init)))));
  }
  return answers;
}

/**
 * Asks, and says which secrets were found by which question: none, for an observer. What a question
 * names itself is not found by it.
 */
export async function leaksOf(
  caller: Caller,
  questions: readonly Question[],
  { ids, counts = false }: { ids: string[]; counts?: boolean },
) {
  const answers = await askAll(caller, questions);
  const leaks = questions.flatMap((question, at) => {
    const found = leaksIn(answers[at]?.text ?? '', { ids, sent: sentBy(question), counts });
    return found.length > 0 ? [{ path: question.path, found }] : [];
  });
  return { answers, leaks };
}

const sentBy = ({ path, init }: Question) =>
  `${path} ${typeof init?.body === 'string' ? init.body : ''}`;
