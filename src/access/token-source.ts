import { unwatchFile, watchFile } from 'node:fs'
import { type TokenEntry, type TokenTable, createTokenTable } from './tokens.ts'

/** A file of tokens that may be written while the service runs. */
export interface TokensFile {
  path: string
  /** All tokens of the configuration, the file read anew. */
  read: () => ReadTokens
}

export interface ReadTokens {
  tokens: readonly TokenEntry[]
  /** Why they cannot be used. */
  mistakes: readonly string[]
  /** The digests of all tokens that are listed, also of those with a mistake; unset when nobody can know. */
  listed?: ReadonlySet<string>
}

/** The static tokens of now. */
export interface TokenSource {
  find: TokenTable
  /** Reads the file again; while it cannot be used, of the tokens from before those count that it still lists. */
  reload: () => void
  close: () => void
}

export interface TokenSourceOptions {
  tokens: readonly TokenEntry[]
  file?: TokensFile | undefined
  log: { info(message: string): void; error(details: object, message: string): void }
  /** How often the file is looked at. */
  everyMs?: number
  /** How often one that cannot be used is read again, and told again in the log. */
  retryMs?: number
}

/**
 * Tokens, and those of a file that is looked at every two seconds: a new or revoked token counts from then on, without
 * a restart and for calls that begin then. The file is looked at rather than watched, because Kubernetes changes a
 * mounted secret by swapping a link several directories away, which no watch on the file would see.
 */
export function createTokenSource({
  tokens,
  file,
  log,
  everyMs = 2000,
  retryMs = 60_000
}: TokenSourceOptions): TokenSource {
  let entries = tokens
  let table: TokenTable = createTokenTable(entries)
  let next: NodeJS.Timeout | undefined

  function reload(): void {
    if (!file) return
    clearTimeout(next)
    const { tokens: found, mistakes, listed } = file.read()
    if (mistakes.length === 0) {
      entries = found
      log.info(`TOKENS_FILE was read again: ${entries.length} tokens`)
    } else {
      // whoever takes a token out must not depend on what somebody else has written beside it
      if (listed) entries = entries.filter(({ digest }) => listed.has(digest))
      log.error(
        { mistakes },
        `TOKENS_FILE cannot be used: ${listed ? 'of the tokens from before those still count that it lists' : 'the tokens from before still count'}`
      )
      // what kept it from being read may pass without a change of the file
      next = setTimeout(reload, retryMs).unref()
    }
    table = createTokenTable(entries)
  }

  if (file) {
    watchFile(file.path, { interval: everyMs, persistent: false }, reload)
    // it may have changed since the configuration was read, and before it was looked at for the first time
    next = setTimeout(reload, everyMs).unref()
  }
  return {
    find: (token, address) => table(token, address),
    reload,
    close: () => {
      clearTimeout(next)
      if (file) unwatchFile(file.path, reload)
    }
  }
}
