import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { endChildrenAtExit, stopAll } from './children.ts'

/** Runs a benchmark with a directory of its own; whatever happens, nothing it started is left behind. */
export async function runProgram(main: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'vsphere-mcp-pro-bench-'))
  endChildrenAtExit()
  process.once('exit', () => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }))
  try {
    await main(directory)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  } finally {
    await stopAll()
  }
}

/** What figures were taken on, and how: nothing that names the machine. */
export function circumstances(how: string): string {
  const [processor] = cpus()
  return [
    `${processor?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores`,
    `Node.js ${process.version}`,
    `${process.platform} ${process.arch}`,
    new Date().toISOString().slice(0, 10),
    how
  ].join(' · ')
}
