/** `*` stands for any characters, slashes too, `?` for one. */
export function matchesGlob(glob: string, text: string): boolean {
  const pattern = glob
    .split('')
    .map((character) => {
      if (character === '*') return '.*'
      return character === '?' ? '.' : character.replace(/[\\^$.+()|[\]{}]/, '\\$&')
    })
    .join('')
  return new RegExp(`^${pattern}$`, 'su').test(text)
}
