/** How the names in `repositories` are compared. */
export interface NameColumn {
  readonly characterSet: string
  readonly collation: string
}
