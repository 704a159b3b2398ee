import { envSchema } from 'env-schema'
import { readSecret } from './files.ts'
import { type Environment, type VariableName, environmentSchema } from './schema.ts'

/** `<NAME>_FILE` for every secret: where Kubernetes and Docker mount them. */
export function withSecretFiles(variables: NodeJS.ProcessEnv, mistakes: string[]): NodeJS.ProcessEnv {
  const read: NodeJS.ProcessEnv = { ...variables }
  for (const name of Object.keys(environmentSchema.properties)) {
    const path = variables[`${name}_FILE`]
    if (!path) continue
    if (!isSecret(name)) {
      mistakes.push(`${name}_FILE: is not read, as ${name} is no secret. Set ${name} itself.`)
      continue
    }
    if (variables[name]) {
      mistakes.push(`${name}: set together with ${name}_FILE. Keep one of them.`)
      continue
    }
    try {
      read[name] = readSecret(path)
    } catch (error) {
      mistakes.push(`${name}_FILE: ${reasonOf(error)}. Point it to a readable file.`)
    }
  }
  return read
}

/** Empty means unset: that is how shells and compose files leave a variable out. */
export function readEnvironment(variables: NodeJS.ProcessEnv, mistakes: string[]): Environment {
  const given = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '')
  const data = Object.fromEntries(
    given.map(([name, value]) => [name, isSecret(name) ? value : value?.trim()])
  )
  // Ajv makes a number of the text Infinity, and asks only finite numbers for their maximum
  for (const name of Object.keys(data).filter(
    each => isNumeric(each) && !Number.isFinite(Number(data[each]))
  )) {
    mistakes.push(`${name}: must be a number. ${descriptionOf(name)}`)
    delete data[name]
  }
  for (;;) {
    try {
      return envSchema<Environment>({
        schema: structuredClone(environmentSchema),
        env: false,
        data,
        // what the generated documentation needs stands in the schema beside what is validated
        ajv: { customOptions: ajv => ajv.addKeyword('group').addKeyword('secret') }
      })
    } catch (error) {
      const faults = faultsOf(error)
      if (faults.length === 0) throw error
      for (const { name, text } of faults) {
        mistakes.push(`${name}: ${text}. ${descriptionOf(name)}`)
        // the default stands in, so that the mistakes of other variables are found in the same start
        delete data[name]
      }
    }
  }
}

/** A secret is taken as it is: a password may begin or end with a space. */
function isSecret(name: string): boolean {
  return schemaOf(name)['secret'] === true
}

function isNumeric(name: string): boolean {
  const { type } = schemaOf(name)
  return type === 'number' || type === 'integer'
}

function descriptionOf(name: string): string {
  return (schemaOf(name)['description'] as string | undefined) ?? ''
}

function schemaOf(name: string): Record<string, unknown> {
  const properties: Record<string, Record<string, unknown>> = environmentSchema.properties
  return Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {}
}

interface Fault {
  name: VariableName
  text: string
}

function faultsOf(error: unknown): Fault[] {
  const errors =
    (error as { errors?: { instancePath: string; message?: string; params: object }[] }).errors ?? []
  const faults = new Map<string, Fault>()
  for (const { instancePath, message, params } of errors) {
    const name = instancePath.slice(1) as VariableName
    const allowed = 'allowedValues' in params ? `: ${(params.allowedValues as unknown[]).join(', ')}` : ''
    const isPattern = message?.startsWith('must match pattern') ?? true
    faults.set(name, { name, text: isPattern ? 'has the wrong form' : `${message ?? ''}${allowed}` })
  }
  return [...faults.values()].filter(({ name }) => name in environmentSchema.properties)
}

/** The items of a list that is separated by commas. */
export function listIn(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '')
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
