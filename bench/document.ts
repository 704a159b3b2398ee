import { readFileSync, writeFileSync } from 'node:fs'

const page = new URL('../docs/performance.md', import.meta.url)
const opening = '<!-- generated:bench -->'
const closing = '<!-- /generated:bench -->'

/** Puts the figures of this run into docs/performance.md. */
export function writePage(figures: string): void {
  writeFileSync(page, withFigures(readFileSync(page, 'utf8'), figures))
}

/** The page with new figures between its markers. Throws when it has none. */
export function withFigures(text: string, figures: string): string {
  const from = text.indexOf(opening)
  const to = text.indexOf(closing)
  if (from < 0 || to < from)
    throw new Error(`docs/performance.md has lost its markers: ${opening} … ${closing}`)
  return `${text.slice(0, from + opening.length)}\n\n${figures}\n\n${text.slice(to)}`
}
