/** Characters of JSON for each token of a model, as the manifest is measured too. */
const charactersPerToken = 4

/** What an answer may cost the model that reads it: one that asked for no length, and any. */
export const tokenBudgets = { usual: 2_000, most: 8_000 }

/** The cursor holds a name, and the hint a sentence. */
const charactersOfEnvelope = 1_000

/** As many of the first items as an answer can hold, and one in any case. */
export function fitting<Item>(items: readonly Item[], tokens: number): Item[] {
  let left = tokens * charactersPerToken - charactersOfEnvelope
  const end = items.findIndex(item => (left -= JSON.stringify(item).length + 1) < 0)
  return end === -1 ? [...items] : items.slice(0, Math.max(1, end))
}
