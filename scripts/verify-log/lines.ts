const lineFeed = 0x0a;

/**
 * The lines of a stream of bytes, split at line feeds alone: a JSON text may hold other characters
 * that end a line elsewhere (U+2028). A line that is not UTF-8 is undefined. A line feed at the end
 * of the last line is no line of its own.
 */
export async function* linesOf(
  bytes: AsyncIterable<Buffer>,
): AsyncGenerator<(string | undefined)[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (line: Buffer): string | undefined => {
    try {
      return decoder.decode(line);
    } catch {
      return undefined;
    }
  };
  let rest = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const lines: (string | undefined)[] = [];
    let from = 0;
    for (let to = chunk.indexOf(lineFeed); to !== -1; to = chunk.indexOf(lineFeed, from)) {
      const end = chunk.subarray(from, to);
      lines.push(decode(rest.length === 0 ? end : Buffer.concat([rest, end])));
      rest = Buffer.alloc(0);
      from = to + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
    yield lines;
  }
  if (rest.length > 0) yield [decode(rest)];
}
