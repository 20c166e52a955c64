import { releaseGroups, type ReleaseGroup } from '$lib/domain/care/vocabulary';
import { handedOn, type HandedOn } from '$lib/handing-on/table';
import { releaseGroupWords } from '$lib/i18n/labels';
import { m } from '$lib/paraglide/messages.js';
import type { HandedOnBy, TotalLine } from './totals';
import { groupingWords } from './words';

const groupTags: Readonly<Record<ReleaseGroup, string>> = {
  women: '#affected+f+adults',
  men: '#affected+m+adults',
  girls: '#affected+f+children',
  boys: '#affected+m+children',
  unknown: '#affected+unknown',
};
const keyTags: Readonly<Record<HandedOnBy, string>> = {
  site: '#loc+name',
  governorate: '#adm1+name',
  day: '#date+occurred',
};

/** What a line is of, in words and by the code of its governorate. */
interface Known {
  nameOf: (key: string | null) => string;
  /** '' for none. */
  pcodeOf: (key: string | null) => string;
}

/**
 * Released people by place or day and group. The lines stand in the order of their names: in that of
 * their numbers, a withheld one would lie between its neighbours.
 */
export const releasesHandedOn = (
  lines: readonly Pick<TotalLine, 'key' | 'counts'>[],
  grouping: HandedOnBy,
  { nameOf, pcodeOf }: Known,
): HandedOn => {
  const name = ({ key }: Pick<TotalLine, 'key'>) =>
    grouping === 'day' ? (key ?? '') : nameOf(key);
  const hasCode = grouping !== 'day';
  const sorted = lines.toSorted((a, b) => name(a).localeCompare(name(b)));
  return handedOn(
    {
      labels: [
        ...(hasCode ? [{ header: m.handing_code_column(), tag: '#adm1+code' }] : []),
        { header: groupingWords[grouping](), tag: keyTags[grouping] },
      ],
      counts: [
        ...releaseGroups.map((group) => ({
          header: releaseGroupWords[group](),
          tag: groupTags[group],
        })),
        { header: m.handing_total(), tag: '#affected+total' },
      ],
    },
    [
      {
        counts: sorted.map(({ counts }) => releaseGroups.map((group) => counts[group])),
        labels: sorted.map((line) => [...(hasCode ? [pcodeOf(line.key)] : []), name(line)]),
        sum: [...(hasCode ? [''] : []), m.handing_total()],
      },
    ],
  );
};
