/** The same for one vCenter of VCENTERS_FILE as for all of them. */
export const timeoutRange = { exclusiveMinimum: 0, maximum: 600 }
export const retriesRange = { minimum: 0, maximum: 10 }
export const backoffRange = { minimum: 0, maximum: 60 }
export const apiModes = ['api', 'rest'] as const
