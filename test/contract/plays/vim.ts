import { historyVimPlays } from './vim-history.ts'
import { machineVimPlays } from './vim-machines.ts'
import { servicePlays, type VimPlay } from './vim-service.ts'

/** Requests of VI/JSON, in the order they are sent. A new one is a new line. */
export const vimPlays: readonly VimPlay[] = [...servicePlays, ...machineVimPlays, ...historyVimPlays]
