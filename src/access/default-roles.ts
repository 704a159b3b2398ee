import type { RoleEntry } from './roles.ts'

/** The roles of an installation that configures none: each may do what the one before it may, and more. */
export const defaultRoles: Readonly<Record<string, RoleEntry>> = {
  viewer: { tools: ['risk:read'] },
  operator: { tools: ['role:viewer', 'toolset:power', 'toolset:snapshots'] },
  admin: { tools: ['*'] }
}
