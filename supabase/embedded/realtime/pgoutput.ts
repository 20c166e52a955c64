/** One row that a committed transaction inserted: column names to their text, null for NULL. */
export type InsertedRow = { table: string; columns: Map<string, string | null> };

type Relation = { table: string; columns: string[] };

/**
 * Reads the messages of Postgres's logical replication plugin pgoutput, protocol version 1, in
 * which a transaction comes whole, after its commit
 * (postgresql.org/docs/current/protocol-logicalrep-message-formats.html). All but inserted rows is
 * passed over.
 */
export class PgOutput {
  readonly #relations = new Map<number, Relation>();

  /** Returns the row of an insert, null for any other message. */
  read(message: Buffer): InsertedRow | null {
    const kind = message[0];
    if (kind === 0x52) this.#readRelation(message);
    return kind === 0x49 ? this.#readInsert(message) : null;
  }

  #readRelation(message: Buffer): void {
    const id = message.readUInt32BE(1);
    let at = 5;
    const text = () => {
      const end = message.indexOf(0, at);
      const value = message.toString('utf8', at, end);
      at = end + 1;
      return value;
    };
    const schema = text();
    const name = text();
    at += 1; // replica identity
    const count = message.readUInt16BE(at);
    at += 2;
    const columns: string[] = [];
    for (let index = 0; index < count; index += 1) {
      at += 1; // key flag
      columns.push(text());
      at += 8; // type and its modifier
    }
    this.#relations.set(id, { table: `${schema}.${name}`, columns });
  }

  #readInsert(message: Buffer): InsertedRow | null {
    const relation = this.#relations.get(message.readUInt32BE(1));
    if (!relation) return null;
    let at = 8; // kind, relation, 'N', number of columns
    const columns = new Map<string, string | null>();
    for (const name of relation.columns) {
      const kind = message[at];
      at += 1;
      if (kind !== 0x74) {
        columns.set(name, null);
        continue;
      }
      const length = message.readUInt32BE(at);
      at += 4;
      columns.set(name, message.toString('utf8', at, at + length));
      at += length;
    }
    return { table: relation.table, columns };
  }
}
