/** The registry broke a promise. */
export class Violation extends Error {
  override readonly name = 'Violation'
}
