/** Broken or hostile sources: each is reported in one line, and the rest is read. */
import { deflateRawSync } from 'node:zlib';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { readSource } from '#hub/exchange/import/import-sources.ts';
import type { ImportReport, RecordReport } from '#hub/exchange/import/report.ts';
import { MAX_FILE_BYTES } from '#hub/exchange/import/sources/limits.ts';
import { readZip } from '#hub/exchange/import/sources/zip.ts';
import { SourceProblem } from '#hub/exchange/import/sources/source-entry.ts';
import { readXml } from '#hub/exchange/import/sources/read-xml.ts';
import { texts } from '#core/i18n/texts.ts';
import { cleanUp, folderWith, freshDirectory, line, metadata, zipOf } from './stage.ts';

afterEach(cleanUp);

async function planned(
  source: string | Buffer,
  kind: 'salesforce' | 'dynamics' = 'salesforce',
): Promise<ImportReport> {
  const planner = await readSource(kind, source);
  return planner(freshDirectory(), { newId: () => 'new', confirmMove: () => false }).report;
}

/** Why a file was left out; first checks that the reason has a complete text in every language. */
function whyOf({ reason }: RecordReport): string {
  const { fault, ...params } = reason!.params;
  for (const { importFaults } of Object.values(texts)) {
    const text = importFaults[fault as keyof typeof importFaults];
    expect(text, `words for ${String(fault)}`).toBeDefined();
    for (const [, name] of text.matchAll(/\{\{(\w+)\}\}/g)) expect(params).toHaveProperty(name!);
  }
  return reason!.message;
}

const good = metadata('PresenceDeclineReason', '<label>Good</label>');
const bad = 'Bad.presenceDeclineReason-meta.xml';
/** The bad file next to a good one. */
const beside = (content: string | Buffer) =>
  folderWith({ [bad]: content, 'Good.presenceDeclineReason-meta.xml': good });

const bom = (text: string) => Buffer.from(`\uFEFF${text}`);
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const declared = (encoding: string) => good.replace('UTF-8', encoding).replace('Good', 'Gö쀀d');

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY lol${i} "${`&lol${i === 0 ? '' : i - 1};`.repeat(10)}">`,
).join('')}]><PresenceDeclineReason><label>&lol8;</label></PresenceDeclineReason>`;

describe('reports an unreadable file in one line and reads the others', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['empty', '', /no XML|well-formed/],
    ['no XML', 'hello', /well-formed/],
    ['cut off', good.slice(0, 90), /well-formed/],
    ['two roots', good + good.slice(good.indexOf('<Pres')), /well-formed/],
    ['wrong nesting', '<PresenceDeclineReason><label></PresenceDeclineReason></label>', /well-formed/],
    [
      'another record',
      metadata('ServicePresenceStatus', '<label>Bad</label>'),
      /holds ServicePresenceStatus/,
    ],
    ['an unknown entity', metadata('PresenceDeclineReason', '<label>&nbsp;</label>'), /entity/],
    ['a billion laughs', laughs, /document type/],
    [
      'an entity from outside',
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><PresenceDeclineReason><label>&f;</label></PresenceDeclineReason>',
      /document type/,
    ],
    [
      'a document type from outside',
      '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><PresenceDeclineReason/>',
      /document type/,
    ],
    ['deeply nested', '<a>'.repeat(50_000), /deep/],
    ['very many elements', metadata('PresenceDeclineReason', '<a/>'.repeat(500_000)), /elements/],
    ['Latin-1', Buffer.from(declared('ISO-8859-1'), 'latin1'), /UTF-8/],
    ['half a character', Buffer.concat([Buffer.from(good), Buffer.from([0xc3])]), /UTF-8/],
    ['UTF-16 cut in half', Buffer.from(`\uFEFF${good}`, 'utf16le').subarray(0, 81), /UTF-16|well-formed/],
    ['zeros', Buffer.alloc(1000), /well-formed|no XML/],
    ['larger than the limit', Buffer.alloc(MAX_FILE_BYTES + 1, 0x20), /larger/],
  ])('%s', async (_, content, why) => {
    const report = await planned(beside(content));
    expect(line(report, 'file', bad)).toMatchObject({ action: 'skip', reason: { code: 'FILE_UNREADABLE' } });
    expect(whyOf(line(report, 'file', bad))).toMatch(why);
    expect(line(report, 'declineReason', 'Good').action).toBe('create');
  });
});

test.each<[string, string, string, object]>([
  ['XML that was cut off', 'data.xml', '<entities>\n<entity>', { fault: 'XML_TAGS', line: 2 }],
  ['an attribute without quotes', 'data.xml', '<a\n b=c/>', { fault: 'XML_BROKEN', line: 2, column: 4 }],
  ['no XML', 'data.xml', '', { fault: 'XML_EMPTY' }],
  [
    'XML of another kind',
    'data.xml',
    '<html/>',
    { fault: 'OTHER_CONTENT', found: 'html', wanted: 'entities' },
  ],
  ['JSON that was cut off', 'a.json', '{"value": [', { fault: 'JSON_BROKEN' }],
  ['JSON with a slip', 'a.json', '{\n  value: []}', { fault: 'JSON_BROKEN_AT', line: '2', column: '3' }],
  [
    'a row without its id',
    'a.json',
    '{"@odata.context": "#systemusers", "value": [{"fullname": "Ann"}]}',
    { fault: 'RECORD_WITHOUT_ID', table: 'systemuser' },
  ],
])('Dynamics: %s reports the position', async (_, name, content, fault) => {
  const report = await planned(folderWith({ [name]: content }), 'dynamics');
  expect(report.records).toHaveLength(1);
  expect(report.records[0]!.reason).toMatchObject({ code: 'FILE_UNREADABLE', params: fault });
  expect(whyOf(report.records[0]!)).toMatch(/^The file was left out: .*\w\)?\.$/);
});

describe('reads text in every encoding that XML requires', () => {
  test.each<[string, Buffer]>([
    ['UTF-8 with a mark', bom(declared('UTF-8'))],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le')],
    ['UTF-16 BE with a mark', utf16be(`\uFEFF${declared('UTF-16')}`)],
    ['UTF-16 LE without', Buffer.from(declared('UTF-16'), 'utf16le')],
    ['UTF-16 BE without', utf16be(declared('UTF-16'))],
  ])('%s', async (_, content) => {
    const planner = await readSource('salesforce', beside(content));
    const { changes } = planner(freshDirectory(), {
      newId: () => `new-${Math.random()}`,
      confirmMove: () => false,
    });
    expect(changes.map(({ after }) => ('label' in after ? after.label : ''))).toContain('Gö쀀d');
  });
});

test('reads a file of 10 MB, and a channel with 755 priorities', async () => {
  const rows = (count: number, pad = '') =>
    Array.from(
      { length: count },
      (_, index) =>
        `<serviceChannelFieldPriorities><priority>${index}</priority><value>${pad}${index}</value></serviceChannelFieldPriorities>`,
    ).join('');
  const channel = (inside: string) =>
    metadata(
      'ServiceChannel',
      `<label>Case</label><relatedEntityType>Case</relatedEntityType><secondaryRoutingPriorityField>P__c</secondaryRoutingPriorityField>${inside}`,
    );
  const big = channel(rows(10_000, 'x'.repeat(1_000)));
  expect(big.length).toBeGreaterThan(10 * 1024 * 1024);
  const source = folderWith({ 'Big.serviceChannel': big, 'Cases.serviceChannel': channel(rows(755)) });
  const planner = await readSource('salesforce', source);
  let id = 0;
  const { changes } = planner(freshDirectory(), { newId: () => `${++id}`, confirmMove: () => false });
  const counts = changes.map(({ after }) =>
    'secondaryPriority' in after ? after.secondaryPriority!.values.length : 0,
  );
  expect(counts).toEqual([10_000, 755]);
});

test('yields to other work while it reads a large file', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await readXml(`<a>${'<b>text</b>'.repeat(200_000)}</a>`);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

/** A hand-built zip, with content that no tool writes. */
function rawZip(
  entries: ReadonlyArray<{ name: string; content: Buffer; claims?: number; flags?: number }>,
): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims = content.length, flags = 0x800 } of entries) {
    const packed = deflateRawSync(content);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claims, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, packed]);
    const central = Buffer.alloc(46);
    central.write('PK\x01\x02', 'latin1');
    central.writeUInt16LE(20, 4);
    common.copy(central, 6, 0, 24);
    central.writeUInt32LE(offset, 42);
    locals.push(local);
    centrals.push(Buffer.concat([central, nameBytes]));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

const goodEntry = { name: 'Good.presenceDeclineReason', content: Buffer.from(good) };

describe('zips', () => {
  test.each([
    '../../etc/Bad.presenceDeclineReason',
    'a/../../Bad.presenceDeclineReason',
    '/etc/Bad.presenceDeclineReason',
    'C:\\Windows\\Bad.presenceDeclineReason',
    '..\\Bad.presenceDeclineReason',
  ])('refuses a path that leads out (%s) and reads the rest', async (name) => {
    const report = await planned(rawZip([{ name, content: Buffer.from(good) }, goodEntry]));
    expect(report.records.filter(({ type }) => type === 'file')).toMatchObject([
      { reason: { code: 'FILE_UNREADABLE' } },
    ]);
    expect(line(report, 'declineReason', 'Good').action).toBe('create');
  });

  test.each([
    ['honest about its size', Buffer.alloc(MAX_FILE_BYTES + 1), undefined, /larger/],
    ['far too regular', Buffer.alloc(MAX_FILE_BYTES - 1), undefined, /far more/],
    ['lying about its size', Buffer.alloc(50 * 1024 * 1024), 100, /unpacked/],
  ])('refuses a bomb %s before it is in memory', async (_, content, claims, why) => {
    const bomb = { name: 'Bomb.presenceDeclineReason', content, ...(claims === undefined ? {} : { claims }) };
    const report = await planned(rawZip([bomb, goodEntry]));
    expect(whyOf(line(report, 'file', 'Bomb.presenceDeclineReason'))).toMatch(why);
    expect(line(report, 'declineReason', 'Good').action).toBe('create');
  });

  test('reports an encrypted entry in one line', async () => {
    const report = await planned(rawZip([{ ...goodEntry, name: 'Bad.queue', flags: 0x801 }, goodEntry]));
    expect(whyOf(line(report, 'file', 'Bad.queue'))).toMatch(/encrypted/);
  });

  test('reports too many entries, a damaged directory and a file that is not a zip in one sentence each', async () => {
    const zip = rawZip([goodEntry]);
    const claim = Buffer.from(zip);
    claim.writeUInt16LE(0xfffe, claim.length - 14);
    claim.writeUInt16LE(0xfffe, claim.length - 12);
    for (const broken of [claim, zip.subarray(0, 40), Buffer.from('PK'), Buffer.alloc(0)])
      await expect(planned(broken)).rejects.toBeInstanceOf(SourceProblem);
  });

  test('answers any bytes with a report or one sentence', async () => {
    const zip = await zipOf({
      'Good.presenceDeclineReason': good,
      'a/Busy.servicePresenceStatus': metadata('ServicePresenceStatus', '<label>x</label>'),
    });
    const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const broken = Buffer.from(zip);
        for (const [at, byte] of changes) broken[at] = byte;
        try {
          for await (const entry of readZip(broken))
            if ('read' in entry) await entry.read().catch(onlySourceProblem);
        } catch (error) {
          onlySourceProblem(error);
        }
      }),
      { numRuns: 300 },
    );
  });
});

function onlySourceProblem(error: unknown): void {
  if (!(error instanceof SourceProblem)) throw error;
}

test('answers any change to a metadata file with a line of the report', async () => {
  const text = metadata(
    'PresenceUserConfig',
    '<capacity>5</capacity><label>A &amp; B</label><maxExtensions>3</maxExtensions>',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.nat(text.length),
      fc.nat(20),
      fc.string({ maxLength: 12, unit: 'binary' }),
      async (at, cut, put) => {
        const changed = text.slice(0, at) + put + text.slice(at + cut);
        const report = await planned(await zipOf({ 'One.presenceUserConfig': changed }));
        expect(report.records).toHaveLength(1);
        const data = await planned(await zipOf({ 'data.xml': changed, 'a.json': changed }), 'dynamics');
        expect(data.records.every(({ type }) => type === 'file')).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test('does not follow a link in a folder', async () => {
  const outside = folderWith({ 'Bad.presenceDeclineReason': good });
  const source = beside(good);
  symlinkSync(join(outside, 'Bad.presenceDeclineReason'), join(source, 'Link.presenceDeclineReason'));
  symlinkSync(outside, join(source, 'linked'));
  const report = await planned(source);
  const files = report.records.filter(({ type }) => type === 'file').map(({ name }) => name);
  expect(files).toEqual(['Link.presenceDeclineReason', 'linked']);
});

test('treats names of object properties as ordinary names', async () => {
  const source = folderWith({
    'constructor.presenceUserConfig': metadata(
      'PresenceUserConfig',
      '<capacity>5</capacity><label>__proto__</label><presenceStatusOnPushTimeout>constructor</presenceStatusOnPushTimeout>',
    ),
    'toString.constructor': 'x',
    '__proto__.json': '{"__proto__": 1}',
  });
  const report = await planned(source);
  expect(report.records).toHaveLength(1);
  expect(report.totals.create).toBe(1);
  expect((await planned(source, 'dynamics')).records).toEqual([]);
});
