import type { CodeListFile, CodeValue } from './codeLists.ts';

/** The docs page of one code list. */
export function codePage(file: CodeListFile): string {
  const extras = (['sides', 'dimension', 'factor', 'decimals'] as const).filter((extra) =>
    Object.values(file.values).some((value) => shown(value, extra) !== ''),
  );
  const rows = Object.entries(file.values).map(([code, value]) =>
    [`\`${code}\``, value.meaning, ...extras.map((extra) => shown(value, extra)), sources(file, code)].join(
      ' | ',
    ),
  );
  const heads = ['value', 'meaning', ...extras, 'read from'];
  return `<!-- Generated from model/codes/${file.list}.json by \`npm run docs\`. -->
# ${file.title} (\`${file.list}\`)

${file.description}${file.description.endsWith('.') ? '' : '.'} ${kindOf(file)}

| ${heads.join(' | ')} |
|${heads.map(() => '---|').join('')}
${rows.map((row) => `| ${row} |`).join('\n')}
`;
}

function kindOf(file: CodeListFile): string {
  if (file.kind === 'closed') return 'Closed: a new value is a new major version.';
  return file.default === undefined
    ? 'Open, without a default: an unknown value parks.'
    : `Open: readers take a value they do not know as \`${file.default}\`.`;
}

function shown(value: CodeValue, extra: 'sides' | 'dimension' | 'factor' | 'decimals'): string {
  if (extra !== 'factor') return value[extra] === undefined ? '' : String(value[extra]);
  if (value.numerator === undefined) return '';
  return value.denominator === '1' ? value.numerator : `${value.numerator}/${value.denominator}`;
}

function sources(file: CodeListFile, code: string): string {
  return Object.entries(file.aliases)
    .flatMap(([vocabulary, aliases]) => {
      const words = Object.keys(aliases).filter((word) => aliases[word] === code);
      return words.length === 0 ? [] : `${vocabulary} ${words.map((word) => `\`${word}\``).join(' ')}`;
    })
    .join('; ');
}
