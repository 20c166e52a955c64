import { requestStatuses } from '$lib/domain/people/vocabulary';
import { handedOn, type HandedOn } from '$lib/handing-on/table';
import { requestStatusWords } from '$lib/i18n/tracing-labels';
import { m } from '$lib/paraglide/messages.js';
import type { TracingCounts } from '$lib/state/tracing-counts';

/** Tracing requests by how far they have come. */
export const tracingHandedOn = ({ byStatus }: TracingCounts): HandedOn =>
  handedOn(
    {
      labels: [{ header: m.tracing_title(), tag: '#status' }],
      counts: [{ header: m.tracing_counts_requests(), tag: '#affected' }],
    },
    [
      {
        counts: requestStatuses.map((status) => [byStatus[status] ?? 0]),
        labels: requestStatuses.map((status) => [requestStatusWords[status]()]),
        sum: [m.handing_total()],
      },
    ],
  );
