import { execSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The compiled service, as it runs in production. */
export const compiledMain = join(root, 'dist/src/main.js')

/** Compiles the service unless that was done since its sources last changed. Throws when it does not compile. */
export function ensureBuilt(): void {
  const sources = globSync(['{src,plugins,routes}/**/*.ts', 'package.json', 'tsconfig*.json'], { cwd: root })
  const newest = Math.max(...sources.map(path => statSync(join(root, path)).mtimeMs))
  const built = statSync(compiledMain, { throwIfNoEntry: false })?.mtimeMs ?? 0
  // stdout is for the figures
  if (built <= newest) execSync('npm run build', { cwd: root, stdio: ['ignore', 2, 2] })
}
