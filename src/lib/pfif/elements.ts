/**
 * The XML beneath PFIF: elements with their texts, by namespace, in the order of the file.
 *
 * Files come from strangers, and PFIF is a small part of XML: so this reads that part, and strictly.
 * There is no document type, hence no entity but the five of XML itself, none that grows or reaches
 * out; a limit to the size and to the depth; and a file that was cut off is no XML. Every character
 * is looked at once.
 */
import { err, ok, type Result } from '../domain/result.ts';

/** Characters: about 20,000 persons with their notes. */
const maxPfifLength = 20_000_000;
/** An Atom feed around the records goes six deep. */
const maxDepth = 12;

export type XmlError =
  | { type: 'too_large'; limit: number }
  | { type: 'too_deep'; limit: number }
  /** A document type declaration: it could define entities, and PFIF has none. */
  | { type: 'has_doctype' }
  /** @param line where it stops being XML, from 1 */
  | { type: 'not_xml'; line: number };

export interface XmlElement {
  namespace: string;
  name: string;
  /** The text right inside, entities resolved; null where it holds one that is not defined. */
  text: string | null;
  children: XmlElement[];
  /** Where it starts, from 1. */
  line: number;
}

interface OpenElement extends XmlElement {
  tag: string;
  namespaces: ReadonlyMap<string, string>;
}

const name = String.raw`[\p{L}_][\p{L}\p{N}_:.\-]*`;
const attribute = String.raw`\s+${name}\s*=\s*(?:"[^"<]*"|'[^'<]*')`;
/** Comment or instruction; CDATA; end; start with attributes, and whether it ends at once; text. */
const token = new RegExp(
  [
    String.raw`<!--[^]*?-->|<\?[^]*?\?>`,
    String.raw`<!\[CDATA\[(?<cdata>[^]*?)\]\]>`,
    String.raw`</(?<end>${name})\s*>`,
    String.raw`<(?<start>${name})(?<attributes>(?:${attribute})*)\s*(?<empty>/?)>`,
    String.raw`(?<text>[^<]+)`,
  ].join('|'),
  'uy',
);

export const parseElements = (xml: string): Result<XmlElement, XmlError> => {
  if (xml.length > maxPfifLength) return err({ type: 'too_large', limit: maxPfifLength });
  const file = xml.replace(/^\ufeff/u, '').replace(/\r\n?/gu, '\n');
  const document: OpenElement = { ...empty, tag: '', namespaces: new Map(), children: [] };
  const open = [document];
  const tokens = new RegExp(token);
  let line = 1;
  while (tokens.lastIndex < file.length) {
    const at = tokens.lastIndex;
    const found = tokens.exec(file)?.groups;
    const within = open.at(-1) ?? document;
    if (!found || !fits(found, within, document)) {
      if (file.startsWith('<!DOCTYPE', at)) return err({ type: 'has_doctype' });
      return err({ type: 'not_xml', line: lineOf(file, at) });
    }
    take(found, open, within, line);
    line += newlines(file, at, tokens.lastIndex);
    if (open.length > maxDepth + 1) return err({ type: 'too_deep', limit: maxDepth });
  }
  const [root] = document.children;
  return root && open.length === 1
    ? ok(root)
    : err({ type: 'not_xml', line: lineOf(file, file.length) });
};

const empty: XmlElement = { namespace: '', name: '', text: '', children: [], line: 0 };

const newlines = (file: string, from: number, to: number): number => {
  let count = 0;
  for (let at = file.indexOf('\n', from); at !== -1 && at < to; at = file.indexOf('\n', at + 1))
    count += 1;
  return count;
};

const lineOf = (file: string, at: number): number => file.slice(0, at).split('\n').length;

type Found = Readonly<Record<string, string | undefined>>;

/** What starts has to end, around all there is one element, and no text beside it. */
const fits = ({ start, end, text, cdata }: Found, within: OpenElement, document: OpenElement) => {
  if (end !== undefined) return within !== document && within.tag === end;
  if (within !== document) return true;
  if (start !== undefined) return document.children.length === 0;
  return (text ?? cdata ?? '').trim() === '';
};

const take = (found: Found, open: OpenElement[], within: OpenElement, line: number): void => {
  if (found.end !== undefined) {
    if (within.text !== null) within.text = within.text.trim();
    open.pop();
  } else if (found.start !== undefined) {
    const element = { ...started(found.start, found.attributes ?? '', within.namespaces), line };
    within.children.push(element);
    if (found.empty === '') open.push(element);
  } else if (within.text !== null) {
    const plain = found.text === undefined ? (found.cdata ?? '') : resolved(found.text);
    within.text = plain === null ? null : within.text + plain;
  }
};

const started = (
  tag: string,
  attributes: string,
  outer: ReadonlyMap<string, string>,
): Omit<OpenElement, 'line'> => {
  const namespaces = declared(attributes, outer);
  const colon = tag.indexOf(':');
  return {
    tag,
    namespaces,
    namespace: namespaces.get(colon === -1 ? '' : tag.slice(0, colon)) ?? '',
    name: tag.slice(colon + 1),
    text: '',
    children: [],
  };
};

const declaration = /\sxmlns(?::([^\s=]+))?\s*=\s*(?:"([^"]*)"|'([^']*)')/gu;

const declared = (
  attributes: string,
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  const own = Array.from(attributes.matchAll(declaration), ([, prefix = '', one, other]) => {
    // The page of the specification ends in a slash, and some write the namespace so.
    const namespace = (one ?? other ?? '').trim().replace(/\/$/u, '');
    return [prefix, namespace] as const;
  });
  return own.length === 0 ? outer : new Map([...outer, ...own]);
};

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const reference = /&(?:#(?<decimal>\d{1,7})|#x(?<hex>[0-9a-fA-F]{1,6})|(?<named>[a-z]{2,4}));|&/gu;

/** The text with its references resolved, each once: what comes out is not read again. */
const resolved = (text: string): string | null => {
  let whole = '';
  let from = 0;
  for (const { index, 0: written, groups = {} } of text.matchAll(reference)) {
    const character = characterOf(groups);
    if (character === undefined) return null;
    whole += text.slice(from, index) + character;
    from = index + written.length;
  }
  return whole + text.slice(from);
};

const characterOf = ({ decimal, hex, named }: Found): string | undefined => {
  if (named !== undefined) return entities.get(named);
  const code = hex === undefined ? parseInt(decimal ?? '', 10) : parseInt(hex, 16);
  const isControl = code < 32 && code !== 9 && code !== 10 && code !== 13;
  const isHalf = code >= 0xd800 && code <= 0xdfff;
  return code <= 0x10ffff && !isControl && !isHalf ? String.fromCodePoint(code) : undefined;
};
