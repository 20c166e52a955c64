import { printAlone } from '$lib/components/print-alone';
import { joinLink, type Invitation } from './joinLink';
import PrintSheet from './PrintSheet.svelte';
import { qrCode } from '$lib/components/qr';

/** Prints one card for each invitation, and nothing else of the page. */
export const printInvitations = async (
  invitations: readonly Invitation[],
  timeZone: string | undefined,
): Promise<void> => {
  const cards = await Promise.all(
    invitations.map(async (invitation) => {
      const link = joinLink(invitation.join, location.origin);
      return { invitation, link, code: await qrCode(link) };
    }),
  );
  printAlone(PrintSheet, { cards, timeZone });
};
