import { type Static, Type } from '@sinclair/typebox'
import { accessVariables } from './variables/access.ts'
import { serverVariables } from './variables/server.ts'
import { vcenterVariables } from './variables/vcenter.ts'

/**
 * Every variable of the environment that the service reads. The README's table and .env.example are generated from
 * this schema: `group` is the heading, `description` the cell, `secret` says that `<NAME>_FILE` is read as well.
 */
export const environmentSchema = Type.Object({
  ...vcenterVariables,
  ...accessVariables,
  ...serverVariables
})

export type Environment = Static<typeof environmentSchema>
export type VariableName = keyof Environment
