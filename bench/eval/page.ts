import { readFileSync, writeFileSync } from 'node:fs'
import { type Figures, sum } from './figures.ts'
import { count, manifestLine } from './report.ts'
import { near } from './wording.ts'

const page = new URL('../../docs/evaluation.md', import.meta.url)
const section = /(<!-- generated:tasks -->\n)[^]*(\n<!-- \/generated:tasks -->)/

/** Puts the table of tasks into docs/evaluation.md. */
export function writePage(figures: readonly Figures[]): void {
  writeFileSync(page, withTasks(readFileSync(page, 'utf8'), figures))
}

/** Whether a task was added or taken away, or costs something else by now. */
export function pageIsStale(figures: readonly Figures[]): boolean {
  const text = readFileSync(page, 'utf8')
  return withTasks(text, figures) !== text
}

/** The page with these figures between its markers. Throws when it has none. */
export function withTasks(text: string, figures: readonly Figures[]): string {
  if (!section.test(text))
    throw new Error('docs/evaluation.md has lost its markers: <!-- generated:tasks -->')
  const shown = figures.map(each => settledBy(text, each))
  return text.replace(section, (_all, start: string, end: string) => `${start}${tasksTable(shown)}${end}`)
}

/** Times and what is measured have more digits in one run than in another: what is nearly the same stays as it is. */
function settledBy(text: string, figures: Figures): Figures {
  const row = new RegExp(`^\\| \`${figures.name}\` .*\\| ([\\d,]+) \\| ([\\d,]+) \\|$`, 'm').exec(text)
  const manifest = new RegExp(`\\b${figures.role} ([\\d,]+)`).exec(text)
  return {
    ...figures,
    tokens: settled(figures.tokens, row?.[2]),
    manifestTokens: settled(figures.manifestTokens, manifest?.[1])
  }
}

function settled(value: number, written: string | undefined): number {
  const before = Number(written?.replaceAll(',', ''))
  return near(value, before, 0.05) || Math.abs(value - before) <= 10 ? before : value
}

/** Not padded: prompts are long. */
function tasksTable(figures: readonly Figures[]): string {
  const rows = figures.map(({ name, prompt, role, calls, tokens }) => [
    `\`${name}\``,
    prompt.replaceAll('\n', ' ').replaceAll('|', String.raw`\|`),
    role,
    count(calls),
    count(tokens)
  ])
  const calls = sum(figures.map(each => each.calls))
  const tokens = sum(figures.map(each => each.tokens))
  return [
    '| Task | What is asked | Role | Calls | Tokens |',
    '| --- | --- | --- | ---: | ---: |',
    ...[...rows, [`${figures.length} tasks`, '', '', count(calls), count(tokens)]].map(
      cells => `| ${cells.join(' | ')} |`
    ),
    '',
    manifestLine(figures)
  ].join('\n')
}
