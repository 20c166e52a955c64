import { m } from '$lib/paraglide/messages.js';
import { downloadCsv } from '$lib/files/download';
import { writeCsv } from '$lib/files/write-csv';
import { joinLink, type Invitation } from './joinLink';

/** Hands the links over as a CSV file. */
export const downloadInvitations = async (invitations: readonly Invitation[]): Promise<void> => {
  const { unparse } = await import('papaparse');
  const header = [
    m.admin_account_name(),
    m.admin_import_csv_address(),
    m.admin_import_csv_link(),
    m.admin_import_csv_until(),
  ];
  const rows = invitations.map(({ displayName, address, join }) => [
    displayName,
    address,
    joinLink(join, location.origin),
    join.expiresAt,
  ]);
  downloadCsv('daylight-links.csv', writeCsv(header, rows, unparse));
};
