/** What a row must look like to be let in: one schema a table, held equal to `Rows` by its type. */
import type * as v from 'valibot';
import type { Rows, TableName } from '../domain/rows.ts';
import { careSchemas } from './rows/care.ts';
import { evidenceSchemas } from './rows/evidence.ts';
import { operationSchemas } from './rows/operation.ts';
import { peopleSchemas } from './rows/people.ts';
import { placeSchemas } from './rows/places.ts';
import { reportSchemas } from './rows/reports.ts';
import { taskSchemas } from './rows/tasks.ts';
import { tracingSchemas } from './rows/tracing.ts';

export const rowSchemas: { [T in TableName]: v.GenericSchema<unknown, Rows[T]> } = {
  ...operationSchemas,
  ...placeSchemas,
  ...taskSchemas,
  ...peopleSchemas,
  ...careSchemas,
  ...tracingSchemas,
  ...reportSchemas,
  ...evidenceSchemas,
};
