import type { PfifError, PfifProblem } from '$lib/pfif/read';
import { m } from '$lib/paraglide/messages.js';
import type { LeftOut } from './preview';

export const importErrorWords = (error: PfifError): string => {
  switch (error.type) {
    case 'not_xml':
      return m.tracing_import_not_xml({ line: error.line });
    case 'other_version':
      return m.tracing_import_other_version();
    case 'not_pfif':
      return m.tracing_import_not_pfif();
    case 'too_large':
      return m.tracing_import_too_large();
    case 'too_deep':
    case 'has_doctype':
      return m.tracing_import_unsafe();
  }
};

const whyWords: Readonly<Record<PfifProblem['why'], () => string>> = {
  missing: m.tracing_import_why_missing,
  malformed: m.tracing_import_why_malformed,
  too_long: m.tracing_import_why_too_long,
  repeated: m.tracing_import_why_repeated,
  of_another_person: m.tracing_import_why_of_another_person,
  id_taken: m.tracing_import_why_id_taken,
};

/** "Line 12: full_name is not there" */
export const problemWords = ({
  line,
  field,
  why,
}: Pick<PfifProblem, 'line' | 'field' | 'why'>): string =>
  m.tracing_import_problem({ line, field: `\u2066${field}\u2069`, why: whyWords[why]() });

/** "description: 12 records" */
export const leftOutWords = ({ element, records }: LeftOut): string =>
  m.tracing_import_left_out_of({ field: `\u2066${element}\u2069`, count: records });
