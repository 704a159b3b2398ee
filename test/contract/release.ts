/** Whether a release is another or a later one: `atLeast('8.0.3.0', '8.0.2')`. */
export function atLeast(release: string, wanted: string): boolean {
  const has = release.split('.').map(Number)
  for (const [position, number] of wanted.split('.').map(Number).entries()) {
    const own = has[position] ?? 0
    if (own !== number) return own > number
  }
  return true
}
