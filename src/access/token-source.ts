import { unwatchFile, watchFile } from 'node:fs'
import { type TokenEntry, type TokenTable, createTokenTable } from './tokens.ts'

/** A file of tokens that may be written while the service runs. */
export interface TokensFile {
  path: string
  /** All tokens of the configuration, the file read anew; `mistakes` when they cannot be used. */
  read: () => { tokens: readonly TokenEntry[]; mistakes: readonly string[] }
}

/** The static tokens of now. */
export interface TokenSource {
  find: TokenTable
  /** Reads the file again; while it cannot be used, the tokens from before stay as they are. */
  reload: () => void
  close: () => void
}

export interface TokenSourceOptions {
  tokens: readonly TokenEntry[]
  file?: TokensFile | undefined
  log: { info(message: string): void; error(details: object, message: string): void }
  /** How often the file is looked at. */
  everyMs?: number
}

/**
 * Tokens, and those of a file that is looked at every two seconds: a new or revoked token counts from then on, without
 * a restart and for calls that begin then. The file is looked at rather than watched, because Kubernetes changes a
 * mounted secret by swapping a link several directories away, which no watch on the file would see.
 */
export function createTokenSource({ tokens, file, log, everyMs = 2000 }: TokenSourceOptions): TokenSource {
  let table: TokenTable = createTokenTable(tokens)

  function reload(): void {
    if (!file) return
    const found = file.read()
    if (found.mistakes.length > 0) {
      log.error(
        { mistakes: found.mistakes },
        'TOKENS_FILE cannot be used: the tokens from before still count'
      )
      return
    }
    table = createTokenTable(found.tokens)
    log.info(`TOKENS_FILE was read again: ${found.tokens.length} tokens`)
  }

  if (file) watchFile(file.path, { interval: everyMs, persistent: false }, reload)
  return {
    find: (token, address) => table(token, address),
    reload,
    close: () => {
      if (file) unwatchFile(file.path, reload)
    }
  }
}
