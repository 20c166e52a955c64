/** The columns of every row that a client may hold. */
export interface Synced {
  id: string;
  operation_id: string;
  /** The operation's clock when this row last changed. */
  version: number;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}
