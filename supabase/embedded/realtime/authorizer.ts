import type { Sql } from 'postgres';
import * as v from 'valibot';
import { limits } from './limits.ts';
import type { Claims } from './tokens.ts';

/** What one may be allowed to do on a topic; each is decided by its own row of the policies. */
export type Right = 'broadcast_read' | 'presence_read' | 'broadcast_write' | 'presence_write';

/** A right not asked for is absent. */
export type Rights = Partial<Record<Right, boolean | undefined>>;

export type Question = { claims: Claims; topic: string; ask: Right[] };

/**
 * `rights` has an entry for each right asked. `policy_error`: a policy raised an error, which
 * counts as a refusal. `unavailable`: the database could not be asked.
 */
export type Answer =
  | { type: 'decided'; rights: Rights }
  | { type: 'policy_error'; reason: string }
  | { type: 'unavailable'; reason: string };

const right = v.optional(v.boolean());
const answersSchema = v.array(
  v.object({
    error: v.optional(v.string()),
    broadcast_read: right,
    presence_read: right,
    broadcast_write: right,
    presence_write: right,
  }),
);

type Waiting = { question: Question; settle: (answer: Answer) => void };

/**
 * Asks the RLS policies of realtime.messages, as upstream does: in a transaction with the caller's
 * role, claims and topic, whether a row can be seen or inserted. Questions that come while one
 * statement is under way go together in the next, so that five hundred phones that reconnect at
 * once cost a few statements.
 */
export class Authorizer {
  readonly #sql: Sql;
  readonly #log: (message: string) => void;
  #waiting: Waiting[] = [];
  #asking = false;
  #transactionIds = 0;

  constructor(sql: Sql, log: (message: string) => void) {
    this.#sql = sql;
    this.#log = log;
  }

  /**
   * How many of the cluster's transaction ids the questions have used so far: the statement and
   * the rows it makes take two, and a row that could be inserted one more, and one its question.
   */
  get transactionIds(): number {
    return this.#transactionIds;
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((settle) => {
      this.#waiting.push({ question, settle });
      if (this.#asking) return;
      this.#asking = true;
      queueMicrotask(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, limits.authorizeBatch);
      const answers = await this.#askDatabase(batch.map(({ question }) => question));
      batch.forEach(({ settle }, place) => settle(answers[place] ?? noAnswer));
    }
    this.#asking = false;
  }

  async #askDatabase(questions: Question[]): Promise<Answer[]> {
    const requests = questions.map(({ claims, topic, ask }) => ({
      role: claims.role,
      claims: claims.json,
      headers: '{}',
      topic,
      ask,
    }));
    try {
      const rows = await this.#sql<{ answers: unknown }[]>`
        select _realtime.authorize(${JSON.stringify(requests)}::text::jsonb) as answers`;
      const answers = v.parse(answersSchema, rows[0]?.answers);
      this.#transactionIds += 2;
      return answers.map(({ error, ...rights }): Answer => {
        const inserted = Number(rights.broadcast_write ?? 0) + Number(rights.presence_write ?? 0);
        if (inserted > 0) this.#transactionIds += 1 + inserted;
        if (error === undefined) return { type: 'decided', rights };
        this.#log(`RlsPolicyError: ${error}`);
        return { type: 'policy_error', reason: error };
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#log(`UnableToSetPolicies: ${reason}`);
      return questions.map(() => ({ type: 'unavailable', reason }));
    }
  }
}

const noAnswer: Answer = { type: 'unavailable', reason: 'no answer' };
