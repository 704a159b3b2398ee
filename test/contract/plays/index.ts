import type { Play } from '../requests.ts'
import { contentPlays } from './content.ts'
import { inventoryPlays } from './inventory.ts'
import { machinePlays } from './machines.ts'

/** At least one request per operation, in the order they are sent. A new one is a new line. */
export const plays: readonly Play[] = [...inventoryPlays, ...machinePlays, ...contentPlays]
