import { handoffStatuses, triageCategories } from '$lib/domain/care/vocabulary';
import { handedOn, type HandedOn } from '$lib/handing-on/table';
import { handoffWords, triageCategoryWords } from '$lib/i18n/care-labels';
import { m } from '$lib/paraglide/messages.js';
import type { CareCounts } from '$lib/state/care-counts';

/**
 * Care cases by what the screen counts them by. How many wait too long stands beside how many do not,
 * so that the difference from all is no number that slips through.
 */
export const careHandedOn = (counts: CareCounts): HandedOn => {
  const { cases, overdue, needsReview, byCategory, byHandoff } = counts;
  const block = (header: string, parts: readonly (readonly [string, number])[]) => ({
    counts: parts.map(([, count]) => [count]),
    labels: parts.map(([label]) => [header, label]),
  });
  return handedOn(
    {
      labels: [
        { header: m.handing_what_column(), tag: '#indicator+name' },
        { header: m.handing_which_column(), tag: '#indicator+type' },
      ],
      counts: [{ header: m.care_counts_cases(), tag: '#affected' }],
    },
    [
      {
        ...block(m.care_counts_by_category(), [
          ...triageCategories.map(
            (category) => [triageCategoryWords[category](), byCategory[category] ?? 0] as const,
          ),
          [m.care_untriaged(), byCategory.none ?? 0],
        ]),
        sum: [m.care_counts_cases(), m.handing_total()],
      },
      block(
        m.care_counts_by_handoff(),
        handoffStatuses.map((status) => [handoffWords[status](), byHandoff[status] ?? 0] as const),
      ),
      block(m.handing_waiting(), [
        [m.care_counts_overdue(), overdue],
        [m.handing_not_overdue(), cases - overdue],
      ]),
      block(m.handing_decisions(), [
        [m.care_counts_review(), needsReview],
        [m.handing_no_decision(), cases - needsReview],
      ]),
    ],
  );
};
