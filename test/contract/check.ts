import { checkAutomation, type Finding } from './check-automation.ts'
import { checkVim } from './check-vim.ts'
import type { Exchange } from '../../src/simulator/index.ts'

/**
 * `client`: every request must be within the contract, and so must every answer.
 * `answers`: requests may be wrong on purpose; what is asked for then is a proper error of the dialect.
 */
export type Strictness = 'client' | 'answers'

export interface ContractCheckOptions {
  /** The vCenter's, four numbers: `8.0.3.0`. */
  release: string
  strictness?: Strictness
}

export interface ContractCheck {
  /** For the simulator's option of the same name. */
  observe: (exchange: Exchange) => void
  /** What was wrong, each once, in the order it was first seen. */
  violations: string[]
  /** Operations that were asked for rightly and answered with success: `vm list rest`, `Task.info vim`. */
  covered: Set<string>
}

/** Compares all that goes over the wire with the contract. */
export function createContractCheck(options: ContractCheckOptions): ContractCheck {
  const { release, strictness = 'client' } = options
  const violations: string[] = []
  const covered = new Set<string>()

  function observe(exchange: Exchange): void {
    const { operation, wrong, careless, answer } = findingOf(exchange, release)
    const subject = operation ?? `${exchange.method} ${exchange.path}`
    // With 501 the simulator says that it lacks what a vCenter has: no answer to hold against the contract.
    const lacking = exchange.status === 501 && strictness === 'answers'
    const told = exchange.faulty || lacking ? [] : [...answer]
    if (strictness === 'client') told.unshift(...wrong, ...careless)
    for (const text of told) {
      const violation = `${subject}: ${text}`
      if (!violations.includes(violation)) violations.push(violation)
    }
    const succeeded = exchange.status >= 200 && exchange.status < 300 && !exchange.faulty
    if (operation !== undefined && wrong.length === 0 && succeeded) covered.add(operation)
  }

  return { observe, violations, covered }
}

function findingOf(exchange: Exchange, release: string): Finding {
  const { path } = exchange
  if (path.startsWith('/api/')) return checkAutomation(exchange, 'api', release)
  if (path.startsWith('/rest/')) return checkAutomation(exchange, 'rest', release)
  if (path.startsWith('/sdk/')) return checkVim(exchange, release)
  const answer = exchange.status === 404 ? [] : [`status ${exchange.status}, not 404`]
  return { operation: undefined, wrong: ['no such path'], careless: [], answer }
}
