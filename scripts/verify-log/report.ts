import type { Fault } from './chain.ts';

/** A fault in words, for whoever has to answer for the log. */
export const inWords = (fault: Fault): string => {
  switch (fault.type) {
    case 'no_log':
      return 'This is not an exported log: its first line is not the header of one.';
    case 'unreadable_entry':
      return `Entry ${fault.entry} cannot be read: it was changed or cut.`;
    case 'changed':
      return `Entry ${fault.entry} (seq ${fault.seq}, id ${fault.id}) was changed: its hash does not fit its content.`;
    case 'other_operation':
      return `Entry ${fault.entry} (id ${fault.id}) belongs to another operation.`;
    case 'missing_before':
      return `Entry ${fault.entry} should have seq ${fault.entry} and has ${fault.seq} (id ${fault.id}): what stood before it was removed or moved.`;
    case 'added_or_moved':
      return `Entry ${fault.entry} should have seq ${fault.entry} and has ${fault.seq} (id ${fault.id}): it was added or moved here.`;
    case 'does_not_follow':
      return `Entry ${fault.entry} (seq ${fault.seq}, id ${fault.id}) does not follow the entry before it: one of the two was replaced.`;
    case 'cut_off':
      return `The log ends after entry ${fault.after} and should have ${fault.count}: entry ${fault.after + 1} and what follows were removed.`;
    case 'too_many':
      return `Entry ${fault.entry} was added: the log should end with entry ${fault.count}.`;
    case 'wrong_head':
      return 'The last entry is not the one that the header names: the end of the log was replaced.';
  }
};
