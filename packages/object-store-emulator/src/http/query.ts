/** The parameters of a URL, decoded, in the order they came in. */
export class Query {
  readonly entries: readonly (readonly [name: string, value: string])[]

  constructor(text: string) {
    this.entries = text
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const end = pair.indexOf('=')
        return end === -1 ? [decode(pair), ''] : [decode(pair.slice(0, end)), decode(pair.slice(end + 1))]
      })
  }

  /** The first value of a name, `''` for one without a value. */
  get(name: string): string | undefined {
    return this.entries.find(([other]) => other === name)?.[1]
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }
}

function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  try {
    return decodeURIComponent(spaced)
  } catch {
    return spaced
  }
}
