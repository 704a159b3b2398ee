/** What a runbook may be about. */
export type ArgumentName = 'vm' | 'host' | 'cluster' | 'datastore'

export interface RunbookArgument {
  readonly name: ArgumentName
  readonly description: string
  readonly required: boolean
  /** Which objects of vCenter a client may offer for it. */
  readonly completes?: 'vm' | 'host' | 'cluster' | 'datastore'
}

/** The arguments as they may stand in a text: cleaned, cut, and in quotes that they cannot leave. */
export type Shown<Arguments extends readonly RunbookArgument[]> = {
  readonly [Each in Arguments[number] as Each['name']]: Each['required'] extends true
    ? string
    : string | undefined
}

export interface Step {
  /** The tools that the text sends to; whoever may not use all of them is not shown it. */
  readonly uses: readonly string[]
  readonly text: string
  /** What stands there for those instead; unset: the step is left out. */
  readonly without?: string
}

/**
 * Instructions to a model for one task of an operator: which tools in which order, what to look at in their answers, what
 * to ask the person before anything is changed, and what to report. Calls are written `tool(argument: value)`.
 */
export interface Runbook<Arguments extends readonly RunbookArgument[] = readonly RunbookArgument[]> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly arguments: Arguments
  /** Without these it comes to nothing. */
  readonly tools: readonly string[]
  /** With these it says or does more. */
  readonly optionalTools: readonly string[]
  /** One sentence. */
  goal(given: Shown<Arguments>): string
  steps(given: Shown<Arguments>): readonly Step[]
  /** What the person is told at the end. */
  readonly report: readonly string[]
}

/** Returns its argument; it is there so that `arguments` types `goal` and `steps`. */
export function defineRunbook<const Arguments extends readonly RunbookArgument[]>(
  runbook: Runbook<Arguments>
): Runbook<Arguments> {
  return runbook
}
